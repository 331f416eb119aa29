-- Finding: the customer's metering points lie on books with different numbers of periods.
select
    'mixed_books' as rule_id,
    customer_key,
    month_index,
    book_codes as evidence,
    actual_periods as evidence_value,
    cast(null as integer) as reference_value
from {{ ref('int_rules__applicable') }}
where is_in_scope and has_mixed_books
