-- Grain: one unit, billing month and reason.  All rows of a unit and month add up to what CMIS has billed there; those
-- counted are what the figures say of it.  Totals that everyone may see.
with

summed as (
    select
        unit_code,
        month_index,
        reason,
        sum(bills) as bills,
        sum(customers) as customers,
        sum(energy_wh) as energy_wh
    from {{ ref('int_reconciliation__lines') }}
    group by unit_code, month_index, reason
)

select
    cast(summed.unit_code as {{ dbt.type_string() }}) as unit_code,
    cast(calendar.month as {{ dbt.type_string() }}) as month,
    cast(calendar.quarter as {{ dbt.type_string() }}) as quarter,
    cast(summed.reason as {{ dbt.type_string() }}) as reason,
    summed.reason = 'da_tinh' as is_counted,
    cast(summed.bills as integer) as bills,
    cast(summed.customers as integer) as customers,
    {{ wh_to_kwh('summed.energy_wh') }} as kwh
from summed
inner join {{ ref('calendar_months') }} as calendar on summed.month_index = calendar.month_index
where summed.bills <> 0 or summed.customers <> 0 or summed.energy_wh <> 0
