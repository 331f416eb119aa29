-- Grain: one candidate and billing month with at least one live bill, or readings that say 0 kWh.
select
    customer_key,
    month_index,
    energy_wh,
    bills,
    billed_periods,
    is_corrected,
    first_day,
    last_day,
    has_several_spans
from {{ ref('int_bills__billed') }}
union all
select
    customer_key,
    month_index,
    0 as energy_wh,
    0 as bills,
    0 as billed_periods,
    false as is_corrected,
    first_day,
    last_day,
    false as has_several_spans
from {{ ref('int_bills__zero_months') }}
