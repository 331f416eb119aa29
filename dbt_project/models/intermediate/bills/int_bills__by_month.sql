{{ config(materialized='table') }}

-- Grain: one candidate and billing month with at least one live bill (or readings that say 0 kWh).
with

energy as (
    select
        customer_id,
        month_index,
        cast(sum(energy_wh) as bigint) as energy_wh,
        cast(count(*) as integer) as bills,
        max(case when period_number = 1 then 1 else 0 end)
        + max(case when period_number = 2 then 1 else 0 end)
        + max(case when period_number = 3 then 1 else 0 end) as billed_periods,
        max(case when is_corrected then 1 else 0 end) = 1 as is_corrected
    from {{ ref('int_bills__live') }}
    group by customer_id, month_index
),

days as (
    select
        customer_id,
        month_index,
        min(first_day) as first_day,
        max(last_day) as last_day,
        cast(sum({{ days_between('first_day', 'last_day') }} + 1) as integer) as covered_days
    from {{ ref('int_bills__covered_spans') }}
    group by customer_id, month_index
)

select
    days.customer_id,
    days.month_index,
    coalesce(energy.energy_wh, 0) as energy_wh,
    coalesce(energy.bills, 0) as bills,
    coalesce(energy.billed_periods, 0) as billed_periods,
    coalesce(energy.is_corrected, false) as is_corrected,
    days.first_day,
    days.last_day,
    days.covered_days,
    coalesce(days.first_day <= max(days.last_day) over (
        partition by days.customer_id
        order by days.month_index rows between unbounded preceding and 1 preceding
    ), false) as overlaps_earlier_month
from days
left join energy on days.customer_id = energy.customer_id and days.month_index = energy.month_index
