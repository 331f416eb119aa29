-- Grain: one row of the index with its window: energy, days, gaps and whether every month is ordinary.
select
    applicable.*,
    judged.rule_id,
    judged.window_months,
    judged.window_days,
    coalesce(summed.window_wh, 0) as window_wh,
    coalesce(irregular.covered_days, summed.added_days, 0) as covered_days,
    coalesce(irregular.gap_months, 0) as gap_months,
    coalesce(irregular.gap_months, 0) > 0 and applicable.first_date >= irregular.first_gap_day as is_new,
    coalesce(summed.ordinary_months, 0) = judged.window_months as is_window_ordinary,
    summed.wh_month_1,
    summed.wh_month_2,
    summed.wh_month_3,
    summed.days_month_1,
    summed.days_month_2,
    summed.days_month_3
from {{ ref('int_rules__applicable') }} as applicable
inner join {{ ref('int_calendar__judged_months') }} as judged on applicable.month_index = judged.month_index
left join {{ ref('int_windows__summed') }} as summed
    on applicable.customer_key = summed.customer_key and applicable.month_index = summed.month_index
left join {{ ref('int_windows__irregular') }} as irregular
    on applicable.customer_key = irregular.customer_key and applicable.month_index = irregular.month_index
