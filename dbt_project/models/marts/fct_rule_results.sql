-- Grain: one finding: rule, customer and judged month.
select
    result.rule_id,
    customer.customer_id,
    cast(month.month as {{ dbt.type_string() }}) as month,
    month.first_day as month_date,
    cast(month.quarter as {{ dbt.type_string() }}) as quarter,
    applicable.unit_code,
    applicable.managing_unit_code,
    cast(rule.severity as {{ dbt.type_string() }}) as severity,
    cast(result.evidence as {{ dbt.type_string() }}) as evidence,
    cast(result.evidence_value as decimal(18, 3)) as evidence_value,
    cast(result.reference_value as decimal(18, 3)) as reference_value
from {{ ref('int_rules__results_unioned') }} as result
inner join {{ ref('int_customers__keyed') }} as customer on result.customer_key = customer.customer_key
inner join {{ ref('rules') }} as rule on result.rule_id = rule.rule_id
inner join {{ ref('int_calendar__judged_months') }} as month
    on
        result.month_index = month.month_index
        and month.last_day >= rule.valid_from
        and (rule.valid_to is null or month.last_day <= rule.valid_to)
inner join {{ ref('int_rules__applicable') }} as applicable
    on result.customer_key = applicable.customer_key and result.month_index = applicable.month_index
