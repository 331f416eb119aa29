{{ config(materialized='table') }}

-- Grain: one reading book and scope day.  A judged month counts the kỳ scheduled in it; the as-of day, and a month
-- without a schedule, the book's own number.
with

scheduled as (
    select
        unit_code,
        book_code,
        month_index,
        count(distinct period_number) as scheduled_periods
    from {{ ref('stg_cmis__schedule') }}
    group by unit_code, book_code, month_index
),

books as (
    select
        unit_code,
        book_code
    from {{ ref('stg_cmis__books') }}
    union
    select
        unit_code,
        book_code
    from scheduled
)

select
    books.unit_code,
    books.book_code,
    scope_day.scope_day,
    scope_day.month_index,
    book.book_periods,
    cast(scheduled.scheduled_periods as integer) as scheduled_periods,
    cast(coalesce(scheduled.scheduled_periods, book.book_periods) as integer) as actual_periods,
    coalesce(book.is_customer_book, true) as is_customer_book,
    coalesce(book.is_active, true) as is_active
from books
cross join {{ ref('int_calendar__scope_days') }} as scope_day
left join {{ ref('stg_cmis__books') }} as book
    on books.unit_code = book.unit_code and books.book_code = book.book_code
left join scheduled
    on
        books.unit_code = scheduled.unit_code
        and books.book_code = scheduled.book_code
        and scope_day.month_index = scheduled.month_index
