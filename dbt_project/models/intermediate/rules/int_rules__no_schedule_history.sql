-- Finding: the number of periods is the book's of today, because no schedule of the month is kept.
select
    'no_schedule_history' as rule_id,
    customer_key,
    month_index,
    book_codes as evidence,
    actual_periods as evidence_value,
    cast(null as integer) as reference_value
from {{ ref('int_rules__applicable') }}
where is_in_scope and book_codes is not null and not has_schedule_history
