select
    ma_hdong as contract_id,
    so_ky as annex_periods,
    a_tbinh as registered_kwh,
    ngay_hluc as valid_from,
    ngay_hhluc as valid_to
from {{ source('cmis', 'hdg_phu_luc_hd') }}
