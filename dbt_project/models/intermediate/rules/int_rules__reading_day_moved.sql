-- Finding: a kỳ of the customer's book ended more than the allowed days away from the book's fixed reading day.
with

fixed as (
    select
        schedule.unit_code,
        schedule.book_code,
        schedule.month_index,
        schedule.last_day,
        calendar.first_day as month_first_day,
        calendar.days,
        trim(split_part(book.reading_days, ';', schedule.period_number)) as day_word
    from {{ ref('stg_cmis__schedule') }} as schedule
    inner join {{ ref('stg_cmis__books') }} as book
        on schedule.unit_code = book.unit_code and schedule.book_code = book.book_code
    inner join {{ ref('calendar_months') }} as calendar on schedule.month_index = calendar.month_index
    where book.reading_days is not null and schedule.last_day is not null
),

numbered as (
    select
        *,
        case
            when day_word = '{{ var("month_end_word") }}' then days
            else {{ integer_or_null('day_word') }}
        end as day_number
    from fixed
),

moved as (
    select
        numbered.unit_code,
        numbered.book_code,
        numbered.month_index,
        max(abs({{ days_between(
            add_days('numbered.month_first_day', 'least(numbered.day_number, numbered.days) - 1'), 'numbered.last_day'
        ) }})) as days_moved,
        max(rule.reading_day_tolerance_days) as tolerance_days
    from numbered
    inner join {{ ref('int_rules__parameters_by_month') }} as rule on numbered.month_index = rule.month_index
    where numbered.day_number between 1 and 31
    group by numbered.unit_code, numbered.book_code, numbered.month_index
)

select
    'reading_day_moved' as rule_id,
    applicable.customer_key,
    applicable.month_index,
    min(moved.book_code) as evidence,
    max(moved.days_moved) as evidence_value,
    max(moved.tolerance_days) as reference_value
from moved
inner join {{ ref('int_points__by_day') }} as point
    on
        moved.unit_code = point.unit_code
        and moved.book_code = point.book_code
        and moved.month_index = point.month_index
inner join {{ ref('int_rules__applicable') }} as applicable
    on point.customer_key = applicable.customer_key and point.month_index = applicable.month_index
where applicable.is_in_scope and moved.days_moved > moved.tolerance_days
group by applicable.customer_key, applicable.month_index
