-- Finding: a metering point in force lies on a book that is no longer active.
select
    'inactive_book' as rule_id,
    customer_key,
    month_index,
    book_codes as evidence,
    actual_periods as evidence_value,
    cast(null as integer) as reference_value
from {{ ref('int_rules__applicable') }}
where is_in_scope and has_inactive_book
