{{ config(materialized='table') }}

-- Grain: one day on which scope is asked: the last day of each judged month, and the as-of date (no month).
select
    month_index,
    last_day as scope_day,
    false as is_as_of
from {{ ref('int_calendar__judged_months') }}
union all
select
    cast(null as integer) as month_index,
    as_of_date as scope_day,
    true as is_as_of
from {{ ref('stg_company__snapshot') }}
