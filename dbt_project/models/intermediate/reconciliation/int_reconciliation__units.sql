-- Grain: one judged customer and month that the figures count, with the unit they count it in: that of the month's last
-- day.
select
    customer_key,
    month_index,
    unit_code
from {{ ref('int_rules__applicable') }}
union all
select
    customer_key,
    month_index,
    unit_code
from {{ ref('int_bills__before_judging') }}
