select distinct
    ma_hdong as contract_id,
    ma_khang as customer_id,
    ma_loaihd in ({{ quoted_list(var('non_residential_contract_kinds')) }}) as is_non_residential,
    ma_loaihd in ({{ quoted_list(var('residential_contract_kinds')) }}) as is_residential,
    hluc_tungay as valid_from,
    hluc_denngay as valid_to
from {{ source('cmis', 'hdg_hop_dong') }}
