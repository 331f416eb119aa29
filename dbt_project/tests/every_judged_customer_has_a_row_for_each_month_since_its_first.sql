select
    customer_key,
    count(*) as months,
    max(month_index) - min(month_index) + 1 as months_expected
from {{ ref('int_rules__applicable') }}
group by customer_key
having
    count(*) <> max(month_index) - min(month_index) + 1
    or max(month_index) <> (select max(month_index) from {{ ref('int_calendar__judged_months') }})
