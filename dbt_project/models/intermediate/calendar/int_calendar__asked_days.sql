{{ config(materialized='table') }}

-- Grain: one scope day that is asked for candidates (every day) or for everybody else (today alone).
select
    true as is_candidate,
    scope_day,
    month_index,
    is_as_of
from {{ ref('int_calendar__scope_days') }}
union all
select
    false as is_candidate,
    scope_day,
    month_index,
    is_as_of
from {{ ref('int_calendar__scope_days') }}
where is_as_of
