-- Grain: one corrected bill, with what its corrections add and whether it still stands.
with

ordered as (
    select
        bill_id,
        is_cancelling,
        is_reissuing,
        is_adding,
        is_returning,
        {{ kwh_to_wh('energy_kwh') }} as energy_wh,
        row_number() over (
            partition by bill_id, is_reissuing
            order by coalesce(made_at, timestamp '1900-01-01 00:00:00') desc, correction_id desc
        ) as latest_rank
    from {{ ref('stg_cmis__corrections') }}
)

select
    bill_id,
    sum(case when is_cancelling then 1 else 0 end) > sum(case when is_reissuing then 1 else 0 end) as is_cancelled,
    cast(sum(energy_wh) as bigint) as signed_wh,
    max(case when is_reissuing and latest_rank = 1 then energy_wh end) as reissued_wh,
    cast(
        sum(case when is_adding then energy_wh when is_returning then -energy_wh else 0 end) as bigint
    ) as adjusted_wh
from ordered
group by bill_id
