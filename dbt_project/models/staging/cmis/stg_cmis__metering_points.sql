select
    ma_ddo as point_id,
    ma_khang as customer_id,
    ngay_hluc as valid_from,
    ngay_hhluc as valid_to
from {{ source('cmis', 'hdg_diem_do') }}
