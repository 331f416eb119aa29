{{ config(materialized='table') }}

-- Grain: one contract and period of one annex; periods never overlap.
{{ versions(
    ref('stg_cmis__annexes'), 'contract_id', (ref('stg_cmis__contracts'), 'contract_id'),
    ['contract_id', 'annex_periods', 'registered_kwh']
) }}
