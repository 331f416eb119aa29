{{ config(materialized='table') }}

-- Grain: one candidate and period of one version; periods never overlap.
{{ versions(
    ref('stg_cmis__customers'), 'customer_id', (ref('int_customers__candidates'), 'customer_id'),
    ['customer_id', 'unit_code']
) }}
