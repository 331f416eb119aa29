{{ config(materialized='table') }}

-- Grain: one customer that is never judged, as it is today: unit, whether it is in force, and why it is out of scope.
with

versions as (
    select
        customer.customer_id,
        customer.unit_code,
        customer.valid_to,
        snapshot.as_of_date,
        min(customer.valid_from) over (partition by customer.customer_id) as first_date,
        row_number() over (
            partition by customer.customer_id
            order by
                case when customer.valid_to is null or customer.valid_to > snapshot.as_of_date then 0 else 1 end,
                customer.valid_from desc
        ) as version_rank
    from {{ ref('stg_cmis__customers') }} as customer
    cross join {{ ref('stg_company__snapshot') }} as snapshot
    left join {{ ref('int_customers__candidates') }} as candidate on customer.customer_id = candidate.customer_id
    where customer.valid_from <= snapshot.as_of_date and candidate.customer_id is null
),

priced as (
    select
        price.point_id,
        price.price_group,
        class.price_class,
        price.valid_from = max(price.valid_from) over (partition by price.point_id) as is_newest
    from {{ ref('stg_cmis__prices') }} as price
    inner join {{ ref('int_price_groups__classified') }} as class on price.price_group = class.price_group
    cross join {{ ref('stg_company__snapshot') }} as snapshot
    where price.valid_from <= snapshot.as_of_date
),

points as (
    select
        point.customer_id,
        min(place.book_code) as book_codes,
        min(case when place.point_id is not null then priced.price_group end) as price_groups,
        count(place.point_id) > 0 and max(case when book.is_customer_book then 1 else 0 end) = 0 as is_boundary,
        0 as has_non_residential,
        0 as has_non_residential_anywhere,
        max(case when place.point_id is not null and priced.price_class = 'ban_buon' then 1 end) as has_wholesale,
        max(case when place.point_id is not null and priced.price_class = 'noi_bo' then 1 end) as has_internal,
        max(case when place.point_id is not null and priced.price_class = 'sinh_hoat' then 1 end) as has_residential
    from {{ ref('stg_cmis__metering_points') }} as point
    cross join {{ ref('stg_company__snapshot') }} as snapshot
    left join {{ ref('stg_cmis__point_books') }} as place
        on point.point_id = place.point_id and {{ holds_on('place', 'snapshot.as_of_date') }}
    left join {{ ref('stg_cmis__books') }} as book
        on place.unit_code = book.unit_code and place.book_code = book.book_code
    left join priced on point.point_id = priced.point_id and priced.is_newest
    where {{ holds_on('point', 'snapshot.as_of_date') }}
    group by point.customer_id
),

contracts as (
    select
        contract.customer_id,
        max(case when contract.is_residential then 0 end) as is_non_residential
    from {{ ref('stg_cmis__contracts') }} as contract
    group by contract.customer_id
)

select
    versions.customer_id,
    versions.unit_code,
    versions.first_date,
    versions.valid_to is null or versions.valid_to > versions.as_of_date as is_in_force,
    case
        when versions.valid_to <= versions.as_of_date then 'da_thanh_ly'
        else {{ scope_reason('points', 'contracts.is_non_residential') }}
    end as scope_reason,
    points.price_groups,
    points.book_codes
from versions
left join points on versions.customer_id = points.customer_id
left join contracts on versions.customer_id = contracts.customer_id
where versions.version_rank = 1
