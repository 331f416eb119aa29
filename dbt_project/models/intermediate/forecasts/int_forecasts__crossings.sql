{{ config(materialized='table') }}

-- Grain: one customer, foretold month, method and threshold that it was foretold to cross, or did cross.
with

compared as (
    select
        expected.*,
        target.quarter,
        target.is_open,
        expected.window_wh * expected.factor as expected_product,
        target.lower_threshold_wh * expected.divisor as lower_product,
        target.upper_threshold_wh * expected.divisor as upper_product,
        outcome.reaches_lower as reached_lower,
        outcome.exceeds_upper as exceeded_upper
    from {{ ref('int_forecasts__expected') }} as expected
    inner join {{ ref('int_forecasts__targets') }} as target on expected.target_index = target.target_index
    left join {{ ref('int_forecasts__averages') }} as outcome
        on expected.customer_key = outcome.customer_key and expected.target_index = outcome.month_index
),

{% set thresholds = [
    ('duoi', 'reaches_lower_now', 'expected_product >= lower_product', 'reached_lower', 'lower_product'),
    ('tren', 'exceeds_upper_now', 'expected_product > upper_product', 'exceeded_upper', 'upper_product'),
] -%}

by_threshold as (
    {%- for threshold, now, then, outcome, product in thresholds %}
        select
            customer_key,
            target_index,
            method,
            source,
            step,
            expected_wh,
            window_wh,
            factor,
            divisor,
            quarter,
            is_open,
            '{{ threshold }}' as threshold,
            case when ({{ then }}) <> {{ now }} then case when {{ now }} then 'giam' else 'tang' end end as foretold,
            case when {{ outcome }} <> {{ now }} then case when {{ now }} then 'giam' else 'tang' end end as happened,
            case
                when abs(expected_product - {{ product }}) * 100 < {{ var('forecast_near_percent') }} * {{ product }}
                    then 'sat'
                else 'xa'
            end as distance
        from compared
        {{ "union all" if not loop.last }}
    {%- endfor %}
)

select *
from by_threshold
where foretold is not null or happened is not null
