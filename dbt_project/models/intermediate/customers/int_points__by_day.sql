-- Grain: one metering point and asked day on which the point is in force, with its book and price of that day.
select
    span.point_id,
    span.customer_key,
    asked.scope_day,
    asked.month_index,
    span.unit_code,
    span.book_code,
    span.first_price_group,
    span.last_price_group,
    span.has_non_residential,
    span.has_residential,
    span.has_wholesale,
    span.has_internal
from {{ ref('int_points__spans') }} as span
inner join {{ ref('int_calendar__asked_days') }} as asked
    on asked.is_candidate and {{ holds_on('span', 'asked.scope_day') }}
union all
-- Points of everybody else are asked for today alone.
select
    point.point_id,
    customer.customer_key,
    asked.scope_day,
    asked.month_index,
    place.unit_code,
    place.book_code,
    price.first_price_group,
    price.last_price_group,
    price.has_non_residential,
    price.has_residential,
    price.has_wholesale,
    price.has_internal
from {{ ref('stg_cmis__metering_points') }} as point
inner join {{ ref('int_customers__keyed') }} as customer
    on point.customer_id = customer.customer_id and not customer.is_candidate
inner join {{ ref('int_calendar__asked_days') }} as asked
    on not asked.is_candidate and {{ holds_on('point', 'asked.scope_day') }}
left join {{ ref('stg_cmis__point_books') }} as place
    on point.point_id = place.point_id and {{ holds_on('place', 'asked.scope_day') }}
left join {{ ref('int_points__price_spans') }} as price
    on point.point_id = price.point_id and {{ holds_on('price', 'asked.scope_day') }}
left join (select distinct point_id from {{ ref('int_points__spans') }}) as spanned
    on point.point_id = spanned.point_id
where spanned.point_id is null
