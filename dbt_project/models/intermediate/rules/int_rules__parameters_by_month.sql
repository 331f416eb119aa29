{{ config(materialized='table') }}

-- Grain: one calendar month, with the rule on reading periods and the parameters in force on its last day.
select
    calendar.month_index,
    rule.rule_id,
    {{ parameter('window_months', 'integer') }} as window_months,
    {{ parameter('lower_threshold_kwh', 'bigint') }} * 1000 as lower_threshold_wh,
    {{ parameter('upper_threshold_kwh', 'bigint') }} * 1000 as upper_threshold_wh,
    {{ parameter('by_agreement_below_kwh', 'bigint') }} * 1000 as by_agreement_below_wh,
    {{ parameter('periods_below', 'integer') }} as periods_below,
    {{ parameter('periods_between', 'integer') }} as periods_between,
    {{ parameter('periods_above', 'integer') }} as periods_above,
    {{ parameter('agreements_apply', 'integer') }} = 1 as agreements_apply,
    {{ parameter('ordinary_days_min', 'integer') }} as ordinary_days_min,
    {{ parameter('ordinary_days_max', 'integer') }} as ordinary_days_max,
    {{ parameter('reading_day_tolerance_days', 'integer') }} as reading_day_tolerance_days
from {{ ref('calendar_months') }} as calendar
inner join {{ ref('rules') }} as rule
    on
        rule.rule_group = 'reading_periods'
        and calendar.last_day >= rule.valid_from
        and (rule.valid_to is null or calendar.last_day <= rule.valid_to)
inner join {{ ref('rule_parameters') }} as parameter
    on
        rule.rule_id = parameter.rule_id
        and calendar.last_day >= parameter.valid_from
        and (parameter.valid_to is null or calendar.last_day <= parameter.valid_to)
group by calendar.month_index, rule.rule_id
