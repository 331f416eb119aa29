{{ config(materialized='table') }}

{{ versions(
    source('cmis', 'hdg_khach_hang'), 'ma_khang', 'ngay_hluc', 'ngay_hhluc',
    {'customer_id': 'ma_khang', 'unit_code': 'ma_dviqly', 'customer_name': 'ten_khang'}
) }}
