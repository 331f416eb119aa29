{{ config(materialized='table') }}

-- Grain: one candidate and billing month with at least one live bill, or readings that say 0 kWh.
select
    customer_id,
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
group by customer_id, month_index
union all
select
    customer_id,
    month_index,
    0 as energy_wh,
    0 as bills,
    0 as billed_periods,
    false as is_corrected,
    first_day,
    last_day,
    false as has_several_spans
from {{ ref('int_bills__zero_months') }}
