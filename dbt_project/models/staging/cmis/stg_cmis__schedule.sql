select distinct
    ma_dviqly as unit_code,
    ma_sogcs as book_code,
    ky as period_number,
    nam * 12 + thang - 1 as month_index,
    ngay_cky as last_day,
    trang_thai is null or trang_thai in ({{ quoted_list(var('invoiced_states')) }}) as is_invoiced
from {{ source('cmis', 'gcs_lichgcs') }}
