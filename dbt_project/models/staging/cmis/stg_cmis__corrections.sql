select
    id_hdon_dc as correction_id,
    id_hdon as bill_id,
    ma_khang as customer_id,
    nam * 12 + thang - 1 as made_in_month_index,
    loai_dchinh = '{{ var("cancelling_kind") }}' as is_cancelling,
    loai_dchinh = '{{ var("reissuing_kind") }}' as is_reissuing,
    loai_dchinh = '{{ var("adding_kind") }}' as is_adding,
    loai_dchinh = '{{ var("returning_kind") }}' as is_returning,
    dien_tthu as energy_kwh,
    ngay_tao as made_at
from {{ source('cmis', 'hdn_hdon_dc') }}
