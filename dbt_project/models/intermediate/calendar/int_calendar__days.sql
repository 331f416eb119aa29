-- Grain: one calendar day.
with

days_of_month as (
    {%- for days_after_first in range(31) %}
        select {{ days_after_first }} as days_after_first{{ " union all" if not loop.last }}
    {%- endfor %}
)

select {{ add_days('calendar.first_day', 'following.days_after_first') }} as day_date
from {{ ref('calendar_months') }} as calendar
inner join days_of_month as following on calendar.days > following.days_after_first
