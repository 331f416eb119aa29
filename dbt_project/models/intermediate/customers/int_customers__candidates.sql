{{ config(materialized='table') }}

-- Grain: one customer whose scope may change from day to day: it can be non-residential on some day, or has no price so
-- that its contract decides.  Every other customer is out of scope for good.
with

priced as (
    select
        point.customer_id,
        max(price.has_non_residential) as has_non_residential
    from {{ ref('stg_cmis__metering_points') }} as point
    inner join {{ ref('int_points__price_spans') }} as price on point.point_id = price.point_id
    group by point.customer_id
)

select customer_id
from priced
where has_non_residential = 1
union
select contract.customer_id
from {{ ref('stg_cmis__contracts') }} as contract
left join priced on contract.customer_id = priced.customer_id
where contract.is_non_residential or priced.customer_id is null
