{{ config(materialized='table') }}

-- Grain: one customer that can be non-residential on some day, by a price or by a contract; every other customer is out
-- of scope for good.
with

non_residential_points as (
    select distinct price.point_id
    from {{ ref('stg_cmis__prices') }} as price
    inner join {{ ref('int_price_groups__classified') }} as class on price.price_group = class.price_group
    where class.price_class = 'ngoai_sinh_hoat'
)

select point.customer_id
from {{ ref('stg_cmis__metering_points') }} as point
inner join non_residential_points on point.point_id = non_residential_points.point_id
union
select customer_id
from {{ ref('stg_cmis__contracts') }}
where is_non_residential
