{{ config(materialized='table') }}

-- Grain: one judged month, with the window that ends with it and the rule in force on its last day.
with

judgeable as (
    select calendar.*
    from {{ ref('calendar_months') }} as calendar
    cross join {{ ref('stg_company__snapshot') }} as snapshot
    where
        calendar.last_day < snapshot.as_of_date
        and {{ add_days('calendar.last_day', 1) }} <= {{ dbt.date_trunc('month', 'snapshot.as_of_date') }}
),

under_rule as (
    select
        judgeable.*,
        rule.rule_id,
        rule.window_months,
        judgeable.month_index - rule.window_months + 1 as window_first_index
    from judgeable
    inner join {{ ref('int_rules__parameters_by_month') }} as rule on judgeable.month_index = rule.month_index
),

-- Judging begins with the first month by which the snapshot has as many months of bills as the window is long.
begun as (
    select under_rule.*
    from under_rule
    inner join {{ ref('int_calendar__bill_months') }} as nth on under_rule.window_months = nth.month_number
    where under_rule.month_index >= nth.month_index
),

unfinished as (
    select distinct month_index
    from {{ ref('stg_cmis__schedule') }}
    where not is_invoiced
)

select
    begun.month_index,
    begun.month,
    begun.quarter,
    begun.is_quarter_end,
    begun.first_day,
    begun.last_day,
    begun.rule_id,
    begun.window_months,
    begun.window_first_index,
    opening.month as window_first_month,
    opening.first_day as window_first_day,
    {{ days_between('opening.first_day', 'begun.last_day') }} + 1 as window_days,
    begun.month_index = min(begun.month_index) over () as is_first,
    begun.month_index = max(begun.month_index) over () as is_last,
    begun.month_index = max(begun.month_index) over () and unfinished.month_index is not null as is_provisional
from begun
inner join {{ ref('calendar_months') }} as opening on begun.window_first_index = opening.month_index
left join unfinished on begun.month_index = unfinished.month_index
