-- Finding: the contract annex in force asks for another number of periods than the book has.
select
    'annex_differs_from_book' as rule_id,
    customer_key,
    month_index,
    book_codes as evidence,
    actual_periods as evidence_value,
    case when first_annex_periods <> actual_periods then first_annex_periods else last_annex_periods end
        as reference_value
from {{ ref('int_rules__applicable') }}
where
    is_in_scope
    and (first_annex_periods <> actual_periods or last_annex_periods <> actual_periods)
