select
    ma_ddo as point_id,
    ma_dviqly as unit_code,
    ma_sogcs as book_code,
    ngay_hluc as valid_from,
    ngay_hhluc as valid_to
from {{ source('cmis', 'hdg_ddo_sogcs') }}
