{{ versions(
    source('cmis', 'hdg_khach_hang'), 'ma_khang', 'ngay_hluc', 'ngay_hhluc',
    ['ma_khang as customer_id', 'ma_dviqly as unit_code', 'ten_khang as customer_name']
) }}
