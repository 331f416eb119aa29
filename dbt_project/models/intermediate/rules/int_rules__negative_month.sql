-- Finding: corrections made the month's energy negative; it stays negative and counts.
select
    'negative_month' as rule_id,
    applicable.customer_key,
    applicable.month_index,
    cast(null as {{ dbt.type_string() }}) as evidence,
    {{ wh_to_kwh('bill.energy_wh') }} as evidence_value,
    0 as reference_value
from {{ ref('int_rules__applicable') }} as applicable
inner join {{ ref('int_bills__by_month') }} as bill
    on applicable.customer_key = bill.customer_key and applicable.month_index = bill.month_index
where applicable.is_in_scope and bill.energy_wh < 0
