{{ config(materialized='table') }}

-- Grain: one month whose average is foretold at the end of the month before.  The open one is the first month after the
-- last judged; the others are the months of the last closed quarters, where what was foretold can be compared.
with

closed as (
    select
        month_index,
        row_number() over (order by month_index desc) as quarters_back
    from {{ ref('int_calendar__judged_months') }}
    where is_quarter_end and not is_provisional
),

wanted as (
    select
        calendar.month_index as target_index,
        false as is_open
    from closed
    inner join {{ ref('calendar_months') }} as last_of_quarter on closed.month_index = last_of_quarter.month_index
    inner join {{ ref('calendar_months') }} as calendar on last_of_quarter.quarter = calendar.quarter
    where closed.quarters_back <= {{ var('forecast_quarters') }}
    union all
    select
        month_index + 1 as target_index,
        true as is_open
    from {{ ref('int_calendar__judged_months') }}
    where is_last
)

select
    wanted.target_index,
    origin.month_index as origin_index,
    wanted.is_open,
    target.month,
    target.quarter,
    target.days,
    opening.month_index as window_first_index,
    {{ days_between('opening.first_day', 'target.last_day') }} + 1 as window_days,
    rule.window_months,
    rule.lower_threshold_wh,
    rule.upper_threshold_wh,
    rule.periods_below,
    rule.periods_between,
    rule.periods_above,
    rule.ordinary_days_min,
    rule.ordinary_days_max
from wanted
inner join {{ ref('int_calendar__judged_months') }} as origin on wanted.target_index = origin.month_index + 1
inner join {{ ref('calendar_months') }} as target on wanted.target_index = target.month_index
inner join {{ ref('int_rules__parameters_by_month') }} as rule on wanted.target_index = rule.month_index
inner join {{ ref('calendar_months') }} as opening
    on wanted.target_index - rule.window_months + 1 = opening.month_index
