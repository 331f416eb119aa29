{{ config(materialized='table') }}

-- Grain: one price group that occurs in the snapshot, with its class; the first matching pattern decides.
with

matched as (
    select
        price.price_group,
        class.price_class,
        row_number() over (partition by price.price_group order by class.class_rank) as match_rank
    from (select distinct price_group from {{ ref('stg_cmis__prices') }}) as price
    inner join {{ ref('price_group_classes') }} as class on price.price_group like class.pattern
)

select
    price_group,
    price_class
from matched
where match_rank = 1
