{{ config(materialized='table') }}

-- Grain: one candidate and billing month, with the days that its bills cover.
with

several as (
    select
        span.customer_key,
        span.month_index,
        cast(sum({{ days_between('span.first_day', 'span.last_day') }} + 1) as integer) as covered_days
    from {{ ref('int_bills__covered_spans') }} as span
    inner join {{ ref('int_bills__summed') }} as month
        on span.customer_key = month.customer_key and span.month_index = month.month_index
    where month.has_several_spans
    group by span.customer_key, span.month_index
)

select
    month.customer_key,
    month.month_index,
    month.energy_wh,
    month.bills,
    month.billed_periods,
    month.is_corrected,
    month.first_day,
    month.last_day,
    coalesce(several.covered_days, {{ days_between('month.first_day', 'month.last_day') }} + 1) as covered_days,
    coalesce(month.first_day <= before.last_day, false) as overlaps_month_before
from {{ ref('int_bills__summed') }} as month
left join several on month.customer_key = several.customer_key and month.month_index = several.month_index
-- Where every month begins after the one before has ended, no two months share a day; a missing month is looked into
-- by itself.
left join {{ ref('int_bills__summed') }} as before
    on month.customer_key = before.customer_key and month.month_index = before.month_index + 1
