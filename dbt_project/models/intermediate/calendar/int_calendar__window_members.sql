{{ config(materialized='table') }}

-- Grain: one billing month inside the window of one judged month; recency 1 is the judged month itself.
select
    window_month.month_index,
    member.month_index as member_index,
    member.first_day as member_first_day,
    member.last_day as member_last_day,
    member.days as member_days,
    window_month.month_index - member.month_index + 1 as recency
from {{ ref('int_calendar__judged_months') }} as window_month
inner join {{ ref('calendar_months') }} as member
    on member.month_index between window_month.window_first_index and window_month.month_index
