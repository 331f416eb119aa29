{{ config(materialized='table') }}

-- Grain: one metering point and scope day on which both the point and its place in a book are in force.
with

points as (
    select
        point.*,
        max(candidate.customer_id) over (partition by point.point_id) is not null as is_candidate
    from {{ ref('stg_cmis__metering_points') }} as point
    left join {{ ref('int_customers__candidates') }} as candidate on point.customer_id = candidate.customer_id
),

ranked as (
    select
        points.point_id,
        points.customer_id,
        scope_day.scope_day,
        scope_day.month_index,
        scope_day.is_as_of,
        place.unit_code,
        place.book_code,
        row_number() over (
            partition by points.point_id, scope_day.scope_day
            order by points.valid_from desc, place.valid_from desc
        ) as version_rank
    from points
    inner join {{ ref('int_calendar__scope_days') }} as scope_day
        on {{ holds_on('points', 'scope_day.scope_day') }} and (points.is_candidate or scope_day.is_as_of)
    left join {{ ref('stg_cmis__point_books') }} as place
        on points.point_id = place.point_id and {{ holds_on('place', 'scope_day.scope_day') }}
)

select
    ranked.point_id,
    ranked.customer_id,
    ranked.scope_day,
    ranked.month_index,
    ranked.is_as_of,
    ranked.unit_code,
    ranked.book_code,
    ranked.book_code is not null as is_in_book,
    price.first_price_group,
    price.last_price_group,
    price.has_non_residential,
    price.has_residential,
    price.has_wholesale,
    price.has_internal
from ranked
left join {{ ref('int_points__price_spans') }} as price
    on ranked.point_id = price.point_id and {{ holds_on('price', 'ranked.scope_day') }}
where ranked.version_rank = 1
