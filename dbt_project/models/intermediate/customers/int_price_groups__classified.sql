{{ config(materialized='table') }}

-- Grain: one price group that occurs in the snapshot, with its class.  Wholesale and internal use are told apart before
-- residential, for their names may begin alike; whatever is left is non-residential.
select
    price_group,
    case
        when {{ is_price_group_of('price_group', var('wholesale_groups')) }} then 'ban_buon'
        when {{ is_price_group_of('price_group', var('internal_groups')) }} then 'noi_bo'
        when {{ is_price_group_of('price_group', var('residential_groups')) }} then 'sinh_hoat'
        else 'ngoai_sinh_hoat'
    end as price_class
from {{ ref('stg_cmis__prices') }}
group by price_group
