-- Grain: one class of warnings: a threshold, direction and distance of the average foretold from it, over the closed
-- quarters.  What is warned of now is as sure as warnings of its class have been.
select
    threshold,
    foretold as direction,
    distance,
    cast(count(*) as integer) as warnings,
    cast(sum(case when happened = foretold then 1 else 0 end) as integer) as came_true
from {{ ref('int_forecasts__crossings') }}
where method = 'cung_ky' and not is_open and foretold is not null
group by threshold, foretold, distance
