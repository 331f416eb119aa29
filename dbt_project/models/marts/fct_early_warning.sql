-- Grain: one customer whose average is expected to cross a threshold in the first month after the last judged one.
select
    customer.customer_id,
    cast(month.month as {{ dbt.type_string() }}) as month,
    month.first_day as month_date,
    cast(month.quarter as {{ dbt.type_string() }}) as quarter,
    month.is_quarter_end,
    cast(warned.target_month as {{ dbt.type_string() }}) as target_month,
    origin.unit_code,
    origin.managing_unit_code,
    origin.price_groups as price_group,
    cast(warned.threshold as {{ dbt.type_string() }}) as threshold,
    cast(warned.direction as {{ dbt.type_string() }}) as direction,
    {{ wh_to_kwh('warned.threshold_wh') }} as threshold_kwh,
    origin.threshold_periods as periods_now,
    warned.periods_then,
    origin.actual_periods,
    origin.average_kwh,
    warned.expected_average_kwh,
    {{ wh_to_kwh('known.known_wh') }} as known_kwh,
    known.known_months,
    {{ wh_to_kwh('warned.expected_wh') }} as expected_kwh,
    cast(warned.source as {{ dbt.type_string() }}) as source,
    cast(cast(warned.step as decimal(9, 0)) * cast(0.0001 as decimal(4, 4)) as decimal(9, 4)) as step,
    {{ wh_to_kwh('known.last_wh') }} as last_month_kwh,
    {{ wh_to_kwh('known.last_wh_year_before') }} as last_month_year_before_kwh,
    {{ wh_to_kwh('known.target_wh_year_before') }} as target_month_year_before_kwh,
    cast(warned.distance as {{ dbt.type_string() }}) as distance,
    warned.past_warnings,
    warned.past_hits,
    {{ share('warned.past_hits', 'warned.past_warnings') }} as hit_rate,
    1 as customers_will_cross
from {{ ref('int_forecasts__warned') }} as warned
inner join {{ ref('int_customers__keyed') }} as customer on warned.customer_key = customer.customer_key
inner join {{ ref('int_calendar__judged_months') }} as month on warned.origin_index = month.month_index
inner join {{ ref('int_forecasts__averages') }} as origin
    on warned.customer_key = origin.customer_key and warned.origin_index = origin.month_index
inner join {{ ref('int_forecasts__known') }} as known
    on warned.customer_key = known.customer_key and warned.target_index = known.target_index
