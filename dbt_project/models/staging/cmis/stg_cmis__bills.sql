select
    id_hdon as bill_id,
    ma_dviqly as unit_code,
    ma_khang as customer_id,
    ky as period_number,
    nam * 12 + thang - 1 as month_index,
    ngay_dky as first_day,
    ngay_cky as last_day,
    loai_hdon in ({{ quoted_list(var('active_bill_kinds')) }}) as is_active_energy,
    dien_tthu as energy_kwh
from {{ source('cmis', 'hdn_hdon') }}
