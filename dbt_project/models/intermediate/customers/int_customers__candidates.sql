{{ config(materialized='table') }}

-- Grain: one customer that can be non-residential on some day; every other one is out of scope for good.
select point.customer_id
from {{ ref('stg_cmis__metering_points') }} as point
inner join {{ ref('int_points__price_spans') }} as price on point.point_id = price.point_id
where price.has_non_residential = 1
union
select contract.customer_id
from {{ ref('stg_cmis__contracts') }} as contract
where contract.is_non_residential
