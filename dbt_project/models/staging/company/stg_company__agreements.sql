select
    ma_khang as customer_id,
    so_ky as agreed_periods,
    so_vban as document,
    tu_ngay as first_day,
    den_ngay as last_day
from {{ source('company', 'agreements') }}
