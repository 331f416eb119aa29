-- Finding: more than one written agreement is in force; the one that began last counts.
select
    'overlapping_agreements' as rule_id,
    customer_key,
    month_index,
    document as evidence,
    agreements as evidence_value,
    1 as reference_value
from {{ ref('int_agreements__by_month') }}
where agreements > 1
