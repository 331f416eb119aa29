{{ config(materialized='table') }}

-- Grain: one billing month that the snapshot has bills of.
select
    month_index,
    row_number() over (order by month_index) as month_number
from (select distinct month_index from {{ ref('stg_cmis__bills') }}) as months
