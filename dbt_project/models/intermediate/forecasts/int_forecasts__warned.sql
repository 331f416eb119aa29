-- Grain: one customer whose average is expected to cross a threshold in the open month.  Of two thresholds crossed at
-- once it is the one crossed last, which decides the number of periods.
with

ranked as (
    select
        *,
        row_number() over (
            partition by customer_key
            order by case when (threshold = 'tren') = (foretold = 'tang') then 1 else 2 end
        ) as crossed_rank
    from {{ ref('int_forecasts__crossings') }}
    where method = 'cung_ky' and is_open and foretold is not null
)

select
    ranked.customer_key,
    ranked.target_index,
    target.origin_index,
    target.month as target_month,
    ranked.source,
    ranked.step,
    ranked.expected_wh,
    {{ mean_kwh('ranked.window_wh', 'ranked.factor', 'ranked.divisor') }} as expected_average_kwh,
    ranked.threshold,
    ranked.foretold as direction,
    ranked.distance,
    case when ranked.threshold = 'tren' then target.upper_threshold_wh else target.lower_threshold_wh end
        as threshold_wh,
    case
        when ranked.threshold = 'tren' and ranked.foretold = 'tang' then target.periods_above
        when ranked.threshold = 'duoi' and ranked.foretold = 'giam' then target.periods_below
        else target.periods_between
    end as periods_then,
    coalesce(rate.warnings, 0) as past_warnings,
    coalesce(rate.came_true, 0) as past_hits
from ranked
inner join {{ ref('int_forecasts__targets') }} as target on ranked.target_index = target.target_index
left join {{ ref('int_forecasts__hit_rates') }} as rate
    on
        ranked.threshold = rate.threshold
        and ranked.foretold = rate.direction
        and ranked.distance = rate.distance
where ranked.crossed_rank = 1
