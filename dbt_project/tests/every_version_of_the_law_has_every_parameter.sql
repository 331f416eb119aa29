select
    rule_id,
    month_index
from {{ ref('int_rules__parameters_by_month') }}
where
    window_months is null or lower_threshold_wh is null or upper_threshold_wh is null
    or by_agreement_below_wh is null or periods_below is null or periods_between is null or periods_above is null
    or agreements_apply is null or ordinary_days_min is null or ordinary_days_max is null
    or reading_day_tolerance_days is null
