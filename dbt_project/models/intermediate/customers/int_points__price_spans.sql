{{ config(materialized='table') }}

-- Grain: one wanted metering point and date of price; all rows of that date hold until the next date of price.  The
-- span before the first date has no beginning and no price.
with

dated as (
    select
        price.point_id,
        price.valid_from,
        min(price.price_group) as first_price_group,
        max(price.price_group) as last_price_group,
        max(case when class.price_class = 'ngoai_sinh_hoat' then 1 else 0 end) as has_non_residential,
        max(case when class.price_class = 'sinh_hoat' then 1 else 0 end) as has_residential,
        max(case when class.price_class = 'ban_buon' then 1 else 0 end) as has_wholesale,
        max(case when class.price_class = 'noi_bo' then 1 else 0 end) as has_internal
    from {{ ref('stg_cmis__prices') }} as price
    inner join {{ ref('int_price_groups__classified') }} as class on price.price_group = class.price_group
    where price.point_id in (select wanted.point_id from {{ ref('int_points__wanted') }} as wanted)
    group by price.point_id, price.valid_from
)

select
    point_id,
    valid_from,
    lead(valid_from) over (partition by point_id order by valid_from) as valid_to,
    first_price_group,
    last_price_group,
    has_non_residential,
    has_residential,
    has_wholesale,
    has_internal
from dated
union all
select
    point_id,
    null as valid_from,
    min(valid_from) as valid_to,
    null as first_price_group,
    null as last_price_group,
    null as has_non_residential,
    null as has_residential,
    null as has_wholesale,
    null as has_internal
from dated
group by point_id
