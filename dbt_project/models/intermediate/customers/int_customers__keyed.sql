{{ config(materialized='table') }}

-- Grain: one candidate.  From here on a small number stands for its code, for months of customers are many.
select
    customer_id,
    cast(row_number() over (order by customer_id) as integer) as customer_key,
    min(valid_from) as first_date
from {{ ref('stg_cmis__customers') }}
where customer_id in (select candidate.customer_id from {{ ref('int_customers__candidates') }} as candidate)
group by customer_id
