-- Grain: the one snapshot that everything here was judged on.
select
    snapshot.snapshot_id,
    snapshot.source,
    snapshot.as_of_date,
    snapshot.taken_at,
    cast((
        select min(calendar.month)
        from {{ ref('int_calendar__bill_months') }} as bill_month
        inner join {{ ref('calendar_months') }} as calendar on bill_month.month_index = calendar.month_index
    ) as {{ dbt.type_string() }}) as first_bill_month,
    cast((select min(month) from {{ ref('int_calendar__judged_months') }}) as {{ dbt.type_string() }})
        as first_judged_month,
    cast((select max(month) from {{ ref('int_calendar__judged_months') }}) as {{ dbt.type_string() }})
        as last_judged_month
from {{ ref('stg_company__snapshot') }} as snapshot
