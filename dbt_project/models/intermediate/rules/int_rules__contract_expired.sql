-- Finding: the customer is in force but every contract of it has passed its last day.
select
    'contract_expired' as rule_id,
    customer_key,
    month_index,
    cast(null as {{ dbt.type_string() }}) as evidence,
    cast(null as integer) as evidence_value,
    cast(null as integer) as reference_value
from {{ ref('int_rules__applicable') }}
where is_in_scope and not has_contract_in_force
