-- Grain: one closed quarter, threshold, direction (tat_ca: both) and method, with what was foretold and what happened.
with

kinds as (
    select distinct
        target.quarter,
        threshold.code as threshold,
        direction.code as direction,
        method.code as method
    from {{ ref('int_forecasts__targets') }} as target
    inner join {{ ref('words') }} as threshold on threshold.word_set = 'threshold'
    inner join {{ ref('words') }} as direction on direction.word_set = 'direction'
    inner join {{ ref('words') }} as method on method.word_set = 'forecast_method'
    where not target.is_open
),

counted as (
    select
        kinds.quarter,
        kinds.threshold,
        kinds.direction,
        kinds.method,
        cast(count(case when kinds.direction in ('tat_ca', crossing.foretold) then crossing.foretold end) as integer)
            as predicted,
        cast(count(case when kinds.direction in ('tat_ca', crossing.happened) then crossing.happened end) as integer)
            as happened,
        cast(count(case
            when crossing.foretold = crossing.happened and kinds.direction in ('tat_ca', crossing.foretold)
                then crossing.foretold
        end) as integer) as hits
    from kinds
    left join {{ ref('int_forecasts__crossings') }} as crossing
        on
            kinds.quarter = crossing.quarter
            and kinds.threshold = crossing.threshold
            and kinds.method = crossing.method
            and not crossing.is_open
    group by kinds.quarter, kinds.threshold, kinds.direction, kinds.method
)

select
    cast(quarter as {{ dbt.type_string() }}) as quarter,
    cast(threshold as {{ dbt.type_string() }}) as threshold,
    cast(direction as {{ dbt.type_string() }}) as direction,
    cast(method as {{ dbt.type_string() }}) as method,
    predicted,
    happened,
    hits,
    {{ share('hits', 'predicted') }} as precision_share,
    {{ share('hits', 'happened') }} as recall_share
from counted
