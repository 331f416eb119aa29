{{ config(materialized='table') }}

-- Grain: one customer and scope day: its metering points in books summed up (prices also of points outside books).
with

placed as (
    select
        point.*,
        point.book_code is not null as is_in_book,
        book.actual_periods,
        book.scheduled_periods,
        book.is_customer_book,
        book.is_active
    from {{ ref('int_points__by_day') }} as point
    left join {{ ref('int_books__periods_by_day') }} as book
        on
            point.unit_code = book.unit_code
            and point.book_code = book.book_code
            and point.scope_day = book.scope_day
)

select
    customer_key,
    scope_day,
    min(actual_periods) as actual_periods,
    min(actual_periods) <> max(actual_periods) as has_mixed_books,
    min(book_code) as first_book_code,
    max(book_code) as last_book_code,
    count(book_code) = count(scheduled_periods) as has_schedule_history,
    count(book_code) > 0 and max(case when is_customer_book then 1 else 0 end) = 0 as is_boundary,
    max(case when not is_active then 1 else 0 end) = 1 as has_inactive_book,
    min(case when is_in_book then first_price_group end) as first_price_group,
    max(case when is_in_book then last_price_group end) as last_price_group,
    max(case when is_in_book then has_non_residential end) as has_non_residential,
    max(case when is_in_book then has_residential end) as has_residential,
    max(case when is_in_book then has_wholesale end) as has_wholesale,
    max(case when is_in_book then has_internal end) as has_internal,
    max(has_non_residential) as has_non_residential_anywhere
from placed
group by customer_key, scope_day
