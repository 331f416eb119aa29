-- Finding: the average registered in the contract asks for another number of periods than the actual average does.
with

banded as (
    select
        *,
        case
            when registered_wh < lower_threshold_wh then periods_below
            when registered_wh <= upper_threshold_wh then periods_between
            else periods_above
        end as registered_periods
    from {{ ref('int_rules__reading_periods') }}
    where measured_basis = 'thuc_te' and registered_wh > 0
)

select
    'registered_average_other_band' as rule_id,
    customer_key,
    month_index,
    cast(null as {{ dbt.type_string() }}) as evidence,
    {{ wh_to_kwh('registered_wh') }} as evidence_value,
    {{ mean_kwh('judged_wh', 'factor', 'divisor') }} as reference_value
from banded
where registered_periods <> threshold_periods
