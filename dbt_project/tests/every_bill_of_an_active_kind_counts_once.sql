-- Energy of live bills with their corrections, summed apart from the models that judge.
with

expected as (
    select coalesce(sum(energy_wh), 0) as energy_wh from {{ ref('int_bills__live') }}
),

counted as (
    select coalesce(sum(energy_wh), 0) as energy_wh from {{ ref('int_bills__by_month') }}
)

select
    expected.energy_wh as expected_wh,
    counted.energy_wh as counted_wh
from expected
cross join counted
where expected.energy_wh <> counted.energy_wh
