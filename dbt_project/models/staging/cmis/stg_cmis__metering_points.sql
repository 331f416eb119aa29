{{ config(materialized='table') }}

{{ versions(
    source('cmis', 'hdg_diem_do'), 'ma_ddo', 'ngay_hluc', 'ngay_hhluc',
    {'point_id': 'ma_ddo', 'customer_id': 'ma_khang'}
) }}
