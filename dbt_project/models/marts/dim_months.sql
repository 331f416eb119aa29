-- Grain: one calendar month from the first with bills to the last judged.
select
    cast(calendar.month as {{ dbt.type_string() }}) as month,
    calendar.first_day as month_date,
    cast(calendar.quarter as {{ dbt.type_string() }}) as quarter,
    calendar.is_quarter_end,
    judged.month_index is not null as is_judged,
    coalesce(judged.is_last, false) as is_last_judged,
    coalesce(judged.is_provisional, false) as is_provisional
from {{ ref('calendar_months') }} as calendar
left join {{ ref('int_calendar__judged_months') }} as judged on calendar.month_index = judged.month_index
where
    calendar.month_index >= (select min(month_index) from {{ ref('int_calendar__bill_months') }})
    and calendar.month_index <= (select max(month_index) from {{ ref('int_calendar__judged_months') }})
