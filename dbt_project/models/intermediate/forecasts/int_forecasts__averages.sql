{{ config(materialized='table') }}

-- Grain: one customer and judged month with an actual average, from the first month that anything is foretold from.
select
    customer_key,
    month_index,
    unit_code,
    managing_unit_code,
    price_groups,
    actual_periods,
    threshold_periods,
    {{ whole_quotient('judged_wh * factor', 'divisor') }} as average_wh,
    {{ mean_kwh('judged_wh', 'factor', 'divisor') }} as average_kwh,
    judged_wh * factor >= lower_threshold_wh * divisor as reaches_lower,
    judged_wh * factor > upper_threshold_wh * divisor as exceeds_upper
from {{ ref('int_rules__reading_periods') }}
where
    measured_basis = 'thuc_te'
    and month_index >= (select min(origin_index) from {{ ref('int_forecasts__targets') }})
