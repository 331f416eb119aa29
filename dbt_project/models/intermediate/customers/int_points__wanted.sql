{{ config(materialized='table') }}

-- Grain: one metering point that belonged to a candidate at some time.
select distinct point_id
from {{ ref('stg_cmis__metering_points') }}
where customer_id in (select candidate.customer_id from {{ ref('int_customers__candidates') }} as candidate)
