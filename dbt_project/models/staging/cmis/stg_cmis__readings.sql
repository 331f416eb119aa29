select
    ma_khang as customer_id,
    nam * 12 + thang - 1 as month_index,
    bcs in ({{ quoted_list(var('active_registers')) }}) as is_active_energy,
    loai_chiso in ({{ quoted_list(var('periodic_reading_kinds')) }}) as is_periodic,
    san_luong as energy_kwh,
    ngay_dky as first_day,
    ngay_cky as last_day
from {{ source('cmis', 'gcs_chiso') }}
