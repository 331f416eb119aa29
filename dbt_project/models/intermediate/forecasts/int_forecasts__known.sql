{{ config(materialized='table') }}

-- Grain: one candidate and foretold month with a bill that the forecast may read: those of the window's months before
-- it, and of the same two months a year before.  No later bill is read.
with

wanted as (
    select
        target.target_index,
        calendar.month_index,
        target.origin_index - calendar.month_index as months_back,
        calendar.month_index >= target.window_first_index as is_in_window,
        target.ordinary_days_min,
        target.ordinary_days_max
    from {{ ref('int_forecasts__targets') }} as target
    inner join {{ ref('calendar_months') }} as calendar
        on
            calendar.month_index between target.window_first_index and target.origin_index
            or calendar.month_index between target.origin_index - 12 and target.target_index - 12
),

read as (
    select
        bill.customer_key,
        wanted.target_index,
        wanted.months_back,
        wanted.is_in_window,
        bill.energy_wh,
        bill.covered_days,
        bill.covered_days between wanted.ordinary_days_min and wanted.ordinary_days_max as is_ordinary
    from {{ ref('int_bills__by_month') }} as bill
    inner join wanted on bill.month_index = wanted.month_index
)

select
    customer_key,
    target_index,
    cast(sum(case when is_in_window then energy_wh else 0 end) as bigint) as known_wh,
    cast(sum(case when is_in_window then covered_days else 0 end) as integer) as known_days,
    cast(sum(case when is_in_window then 1 else 0 end) as integer) as known_months,
    cast(sum(case when is_in_window and is_ordinary then 1 else 0 end) as integer) as ordinary_months,
    max(case when months_back = 0 and is_ordinary and energy_wh >= 0 then energy_wh end) as last_wh,
    max(case when months_back = 12 and is_ordinary and energy_wh > 0 then energy_wh end) as last_wh_year_before,
    max(case when months_back = 11 and is_ordinary and energy_wh >= 0 then energy_wh end) as target_wh_year_before
from read
group by customer_key, target_index
