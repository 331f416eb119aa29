-- Grain: one metering point and scope day on which the point is in force, with its book and price of that day.
select
    span.point_id,
    span.customer_key,
    scope_day.scope_day,
    scope_day.month_index,
    span.unit_code,
    span.book_code,
    span.first_price_group,
    span.last_price_group,
    span.has_non_residential,
    span.has_residential,
    span.has_wholesale,
    span.has_internal
from {{ ref('int_points__spans') }} as span
inner join {{ ref('int_calendar__scope_days') }} as scope_day on {{ holds_on('span', 'scope_day.scope_day') }}
