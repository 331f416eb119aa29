-- Grain: one unit and period of its name and parent.  Names kept by the company are dated; what CMIS calls a unit today
-- stands for units the list does not hold.
select
    cast(unit.unit_code as {{ dbt.type_string() }}) as unit_code,
    cast(coalesce(named.unit_name, unit.unit_name, unit.unit_code) as {{ dbt.type_string() }}) as unit_name,
    cast(coalesce(named.short_name, unit.unit_name, unit.unit_code) as {{ dbt.type_string() }}) as short_name,
    cast(unit.unit_name as {{ dbt.type_string() }}) as cmis_name,
    cast(coalesce(named.parent_code, unit.parent_code) as {{ dbt.type_string() }}) as parent_code,
    named.valid_from,
    named.valid_to,
    named.unit_code is null or (
        named.valid_from <= snapshot.as_of_date and (named.valid_to is null or named.valid_to >= snapshot.as_of_date)
    ) as is_current
from {{ ref('stg_cmis__units') }} as unit
cross join {{ ref('stg_company__snapshot') }} as snapshot
left join {{ ref('unit_names') }} as named on unit.unit_code = named.unit_code
