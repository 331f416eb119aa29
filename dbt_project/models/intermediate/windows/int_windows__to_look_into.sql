{{ config(materialized='table') }}

-- Grain: one judged customer and month whose window misses a month or has bills of different months that overlap.
-- Only there are days counted one by one.
select
    applicable.customer_key,
    applicable.month_index
from {{ ref('int_rules__applicable') }} as applicable
inner join {{ ref('int_calendar__judged_months') }} as judged on applicable.month_index = judged.month_index
left join {{ ref('int_windows__summed') }} as summed
    on applicable.customer_key = summed.customer_key and applicable.month_index = summed.month_index
where
    applicable.is_in_scope
    and (summed.billed_months is null or summed.billed_months < judged.window_months or summed.has_overlap)
