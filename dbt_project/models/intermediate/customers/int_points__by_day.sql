{{ config(materialized='table') }}

-- Grain: one metering point and scope day on which the point is in force, with its book and price of that day.
-- Points that never belonged to a candidate are asked for today alone.
with

points as (
    select
        point.*,
        max(candidate.customer_id) over (partition by point.point_id) is not null as is_candidate
    from {{ ref('stg_cmis__metering_points') }} as point
    left join {{ ref('int_customers__candidates') }} as candidate on point.customer_id = candidate.customer_id
),

days as (
    select
        points.point_id,
        points.customer_id,
        scope_day.scope_day,
        scope_day.month_index
    from points
    cross join {{ ref('int_calendar__scope_days') }} as scope_day
    where points.is_candidate and {{ holds_on('points', 'scope_day.scope_day') }}
    union all
    select
        points.point_id,
        points.customer_id,
        scope_day.scope_day,
        scope_day.month_index
    from points
    cross join {{ ref('int_calendar__scope_days') }} as scope_day
    where not points.is_candidate and scope_day.is_as_of and {{ holds_on('points', 'scope_day.scope_day') }}
)

select
    days.point_id,
    days.customer_id,
    days.scope_day,
    days.month_index,
    place.unit_code,
    place.book_code,
    price.first_price_group,
    price.last_price_group,
    price.has_non_residential,
    price.has_residential,
    price.has_wholesale,
    price.has_internal
from days
left join {{ ref('stg_cmis__point_books') }} as place
    on days.point_id = place.point_id and {{ holds_on('place', 'days.scope_day') }}
left join {{ ref('int_points__price_spans') }} as price
    on days.point_id = price.point_id and {{ holds_on('price', 'days.scope_day') }}
