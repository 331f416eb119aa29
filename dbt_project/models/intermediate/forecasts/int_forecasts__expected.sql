-- Grain: one customer with an average now, foretold month and method: the energy to come and the average it would make.
with

stepped as (
    select
        customer_key,
        target_index,
        last_wh,
        -- How a year before the same two months followed each other, in ten-thousandths.
        case
            when last_wh is null or last_wh_year_before is null or target_wh_year_before is null then null
            else least(greatest(
                {{ whole_quotient('target_wh_year_before * 10000', 'last_wh_year_before') }},
                {{ var('forecast_step_least_percent') }} * 100
            ), {{ var('forecast_step_most_percent') }} * 100)
        end as step
    from {{ ref('int_forecasts__known') }}
),

foretold as (
    select
        customer_key,
        target_index,
        'cung_ky' as method,
        case when step is not null then 'cung_ky' when last_wh is not null then 'thang_truoc' else 'ba_thang' end
            as source,
        step,
        coalesce({{ whole_quotient('last_wh * step', '10000') }}, last_wh) as own_wh
    from stepped
    union all
    select
        customer_key,
        target_index,
        'ba_thang' as method,
        'ba_thang' as source,
        cast(null as bigint) as step,
        cast(null as bigint) as own_wh
    from stepped
)

select
    foretold.customer_key,
    foretold.target_index,
    foretold.method,
    foretold.source,
    foretold.step,
    origin.reaches_lower as reaches_lower_now,
    origin.exceeds_upper as exceeds_upper_now,
    coalesce(foretold.own_wh, origin.average_wh) as expected_wh,
    known.known_wh + coalesce(foretold.own_wh, origin.average_wh) as window_wh,
    cast(case
        when known.ordinary_months = target.window_months - 1 then 1 else target.window_days
    end as bigint) as factor,
    cast(case
        when known.ordinary_months = target.window_months - 1 then target.window_months
        else target.window_months * (known.known_days + target.days)
    end as bigint) as divisor
from foretold
inner join {{ ref('int_forecasts__targets') }} as target on foretold.target_index = target.target_index
inner join {{ ref('int_forecasts__averages') }} as origin
    on foretold.customer_key = origin.customer_key and target.origin_index = origin.month_index
inner join {{ ref('int_forecasts__known') }} as known
    on foretold.customer_key = known.customer_key and foretold.target_index = known.target_index
