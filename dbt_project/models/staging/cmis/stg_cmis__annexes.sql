{{ versions(
    source('cmis', 'hdg_phu_luc_hd'), 'ma_hdong', 'ngay_hluc', 'ngay_hhluc',
    ['ma_hdong as contract_id', 'so_ky as annex_periods', kwh_to_wh('a_tbinh') ~ ' as registered_wh']
) }}
