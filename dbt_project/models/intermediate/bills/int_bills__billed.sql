{{ config(materialized='table') }}

-- Grain: one candidate and billing month with at least one live bill.
select
    customer_key,
    month_index,
    cast(sum(energy_wh) as bigint) as energy_wh,
    cast(count(*) as integer) as bills,
    max(case when period_number = 1 then 1 else 0 end)
    + max(case when period_number = 2 then 1 else 0 end)
    + max(case when period_number = 3 then 1 else 0 end) as billed_periods,
    max(case when is_corrected then 1 else 0 end) = 1 as is_corrected,
    min(first_day) as first_day,
    max(last_day) as last_day,
    min(first_day) <> max(first_day) or min(last_day) <> max(last_day) as has_several_spans
from {{ ref('int_bills__live') }}
group by customer_key, month_index
