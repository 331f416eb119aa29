-- Grain: one customer and scope day with several books or several price groups, and the lists of them.
with

several as (
    select
        customer_key,
        scope_day
    from {{ ref('int_customers__points_by_day') }}
    where first_book_code <> last_book_code or first_price_group <> last_price_group
)

select
    point.customer_key,
    point.scope_day,
    {{ sorted_list('point.book_code') }} as book_codes,
    {{ sorted_list('price.price_group') }} as price_groups
from several
inner join {{ ref('int_points__by_day') }} as point
    on several.customer_key = point.customer_key and several.scope_day = point.scope_day
left join {{ ref('int_points__price_spans') }} as span
    on point.point_id = span.point_id and {{ holds_on('span', 'point.scope_day') }}
left join {{ ref('stg_cmis__prices') }} as price
    on span.point_id = price.point_id and span.valid_from = price.valid_from
where point.book_code is not null
group by point.customer_key, point.scope_day
