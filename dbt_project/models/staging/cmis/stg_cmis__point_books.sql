{{ config(materialized='table') }}

{{ versions(
    source('cmis', 'hdg_ddo_sogcs'), 'ma_ddo', 'ngay_hluc', 'ngay_hhluc',
    {'point_id': 'ma_ddo', 'unit_code': 'ma_dviqly', 'book_code': 'ma_sogcs'}
) }}
