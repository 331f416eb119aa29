-- Finding: the bills of the month cover fewer or more days than an ordinary month.
select
    'abnormal_bill_days' as rule_id,
    applicable.customer_key,
    applicable.month_index,
    cast(null as {{ dbt.type_string() }}) as evidence,
    bill.covered_days as evidence_value,
    case
        when bill.covered_days < rule.ordinary_days_min then rule.ordinary_days_min else rule.ordinary_days_max
    end as reference_value
from {{ ref('int_rules__applicable') }} as applicable
inner join {{ ref('int_bills__by_month') }} as bill
    on applicable.customer_key = bill.customer_key and applicable.month_index = bill.month_index
inner join {{ ref('int_rules__parameters_by_month') }} as rule on applicable.month_index = rule.month_index
where
    applicable.is_in_scope
    and bill.covered_days not between rule.ordinary_days_min and rule.ordinary_days_max
