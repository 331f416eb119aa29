{{ config(materialized='table') }}

-- Grain: one customer.  Inside this folder a small number stands for its code, for months of customers are many.
select
    version.customer_id,
    cast(row_number() over (order by version.customer_id) as integer) as customer_key,
    min(version.valid_from) as first_date,
    max(candidate.customer_id) is not null as is_candidate
from {{ ref('stg_cmis__customers') }} as version
left join {{ ref('int_customers__candidates') }} as candidate on version.customer_id = candidate.customer_id
group by version.customer_id
