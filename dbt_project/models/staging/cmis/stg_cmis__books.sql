select distinct
    ma_dviqly as unit_code,
    ma_sogcs as book_code,
    ten_sogcs as book_name,
    so_ky as book_periods,
    ngay_ghi as reading_days,
    loai_sogcs is null or loai_sogcs in ({{ quoted_list(var('customer_book_kinds')) }}) as is_customer_book,
    tinh_trang is null or tinh_trang = {{ var('active_book_state') }} as is_active
from {{ source('cmis', 'd_sogcs') }}
