{{ config(materialized='table') }}

-- Grain: one metering point of a candidate, and span of days with one owner, one book (or none) and one price
-- (or none).
with

points as (
    select
        point.point_id,
        customer.customer_key,
        point.valid_from,
        point.valid_to
    from {{ ref('int_points__versions') }} as point
    inner join {{ ref('int_customers__keyed') }} as customer on point.customer_id = customer.customer_id
),

-- Every day belongs to a span: those before the first, between and after the last place have no book.
placed as (
    select
        point_id,
        unit_code,
        book_code,
        valid_from,
        valid_to
    from {{ ref('int_points__places') }}
    union all
    select
        point_id,
        null as unit_code,
        null as book_code,
        valid_to as valid_from,
        next_from as valid_to
    from {{ ref('int_points__places') }}
    where valid_to is not null and (next_from is null or next_from > valid_to)
    union all
    select
        point_id,
        null as unit_code,
        null as book_code,
        null as valid_from,
        min(valid_from) as valid_to
    from {{ ref('int_points__places') }}
    group by point_id
),

in_places as (
    select
        points.point_id,
        points.customer_key,
        placed.unit_code,
        placed.book_code,
        greatest(points.valid_from, placed.valid_from) as valid_from,
        least(points.valid_to, placed.valid_to) as valid_to
    from points
    left join placed
        on
            points.point_id = placed.point_id
            and (placed.valid_from is null or points.valid_to is null or placed.valid_from < points.valid_to)
            and (placed.valid_to is null or placed.valid_to > points.valid_from)
)

select
    in_places.point_id,
    in_places.customer_key,
    in_places.unit_code,
    in_places.book_code,
    price.first_price_group,
    price.last_price_group,
    price.has_non_residential,
    price.has_residential,
    price.has_wholesale,
    price.has_internal,
    greatest(in_places.valid_from, price.valid_from) as valid_from,
    least(in_places.valid_to, price.valid_to) as valid_to
from in_places
left join {{ ref('int_points__price_spans') }} as price
    on
        in_places.point_id = price.point_id
        and (price.valid_from is null or in_places.valid_to is null or price.valid_from < in_places.valid_to)
        and (price.valid_to is null or price.valid_to > in_places.valid_from)
