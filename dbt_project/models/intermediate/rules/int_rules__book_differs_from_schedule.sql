-- Finding: a book's own number of periods is not the number scheduled for it, or billed to the customer, that month.
select
    'book_differs_from_schedule' as rule_id,
    applicable.customer_key,
    applicable.month_index,
    min(book.book_code) as evidence,
    min(
        case when book.scheduled_periods <> book.book_periods then book.scheduled_periods else bill.billed_periods end
    ) as evidence_value,
    min(book.book_periods) as reference_value
from {{ ref('int_rules__applicable') }} as applicable
inner join {{ ref('int_points__by_day') }} as point
    on
        applicable.customer_key = point.customer_key
        and applicable.month_index = point.month_index
inner join {{ ref('int_books__periods_by_day') }} as book
    on
        point.unit_code = book.unit_code
        and point.book_code = book.book_code
        and point.month_index = book.month_index
left join {{ ref('int_bills__by_month') }} as bill
    on applicable.customer_key = bill.customer_key and applicable.month_index = bill.month_index
where
    applicable.is_in_scope
    and not applicable.has_mixed_books
    and (
        book.scheduled_periods <> book.book_periods
        or (bill.billed_periods > 0 and bill.billed_periods <> book.book_periods)
    )
group by applicable.customer_key, applicable.month_index
