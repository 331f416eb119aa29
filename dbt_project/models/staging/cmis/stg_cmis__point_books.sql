{{ versions(
    source('cmis', 'hdg_ddo_sogcs'), 'ma_ddo', 'ngay_hluc', 'ngay_hhluc',
    ['ma_ddo as point_id', 'ma_dviqly as unit_code', 'ma_sogcs as book_code']
) }}
