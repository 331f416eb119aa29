select
    ma_khang as customer_id,
    ma_dviqly as unit_code,
    ten_khang as customer_name,
    ngay_hluc as valid_from,
    ngay_hhluc as valid_to
from {{ source('cmis', 'hdg_khach_hang') }}
