{{ config(materialized='table') }}

-- Grain: one customer and scope day: its metering points in books summed up (prices also of points outside books).
with

summed as (
    select
        point.customer_id,
        point.scope_day,
        min(book.actual_periods) as actual_periods,
        min(book.actual_periods) <> max(book.actual_periods) as has_mixed_books,
        min(case when point.is_in_book then point.book_code end) as first_book_code,
        max(case when point.is_in_book then point.book_code end) as last_book_code,
        max(case when point.is_in_book and book.scheduled_periods is null then 1 else 0 end) = 0
            as has_schedule_history,
        max(case when point.is_in_book and book.is_customer_book then 1 else 0 end) = 0
        and max(case when point.is_in_book then 1 else 0 end) = 1 as is_boundary,
        max(case when point.is_in_book and not book.is_active then 1 else 0 end) = 1 as has_inactive_book,
        min(case when point.is_in_book then point.first_price_group end) as first_price_group,
        max(case when point.is_in_book then point.last_price_group end) as last_price_group,
        max(case when point.is_in_book then point.has_non_residential end) as has_non_residential,
        max(case when point.is_in_book then point.has_residential end) as has_residential,
        max(case when point.is_in_book then point.has_wholesale end) as has_wholesale,
        max(case when point.is_in_book then point.has_internal end) as has_internal,
        max(point.has_non_residential) as has_non_residential_anywhere
    from {{ ref('int_points__by_day') }} as point
    left join {{ ref('int_books__periods_by_day') }} as book
        on
            point.unit_code = book.unit_code
            and point.book_code = book.book_code
            and point.scope_day = book.scope_day
    group by point.customer_id, point.scope_day
),

-- Lists are made only where there is more than one book or price group.
several_books as (
    select
        point.customer_id,
        point.scope_day,
        {{ sorted_list('point.book_code') }} as book_codes
    from {{ ref('int_points__by_day') }} as point
    inner join summed on point.customer_id = summed.customer_id and point.scope_day = summed.scope_day
    where point.is_in_book and summed.first_book_code <> summed.last_book_code
    group by point.customer_id, point.scope_day
),

several_prices as (
    select
        point.customer_id,
        point.scope_day,
        {{ sorted_list('price.price_group') }} as price_groups
    from {{ ref('int_points__by_day') }} as point
    inner join summed on point.customer_id = summed.customer_id and point.scope_day = summed.scope_day
    inner join {{ ref('int_points__price_spans') }} as span
        on point.point_id = span.point_id and {{ holds_on('span', 'point.scope_day') }}
    inner join {{ ref('stg_cmis__prices') }} as price
        on span.point_id = price.point_id and span.valid_from = price.valid_from
    where point.is_in_book and summed.first_price_group <> summed.last_price_group
    group by point.customer_id, point.scope_day
)

select
    summed.*,
    coalesce(several_books.book_codes, summed.first_book_code) as book_codes,
    coalesce(several_prices.price_groups, summed.first_price_group) as price_groups
from summed
left join several_books on summed.customer_id = several_books.customer_id and summed.scope_day = several_books.scope_day
left join several_prices
    on summed.customer_id = several_prices.customer_id and summed.scope_day = several_prices.scope_day
