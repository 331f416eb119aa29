select distinct
    ma_ddo as point_id,
    ma_nhomnn as price_group,
    ngay_hluc as valid_from
from {{ source('cmis', 'hdg_bban_apgia') }}
where trang_thai is null or trang_thai = {{ var('active_price_state') }}
