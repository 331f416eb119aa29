{{ versions(
    source('cmis', 'hdg_diem_do'), 'ma_ddo', 'ngay_hluc', 'ngay_hhluc',
    ['ma_ddo as point_id', 'ma_khang as customer_id']
) }}
