{{ config(materialized='table') }}

{{ versions(
    source('cmis', 'hdg_phu_luc_hd'), 'ma_hdong', 'ngay_hluc', 'ngay_hhluc',
    {'contract_id': 'ma_hdong', 'annex_periods': 'so_ky', 'registered_kwh': 'a_tbinh'}
) }}
