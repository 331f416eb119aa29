-- Grain: one candidate and scope day with at least one contract begun.  Registered averages of contracts in force are
-- added up; the contract type comes from those in force, else from those that have ended.
with

annexed as (
    select
        contract.customer_id,
        scope_day.scope_day,
        contract.is_non_residential,
        contract.is_residential,
        {{ holds_on('contract', 'scope_day.scope_day') }} as is_in_force,
        annex.annex_periods,
        annex.registered_kwh
    from {{ ref('stg_cmis__contracts') }} as contract
    inner join {{ ref('int_customers__candidates') }} as candidate on contract.customer_id = candidate.customer_id
    cross join {{ ref('int_calendar__scope_days') }} as scope_day
    left join {{ ref('stg_cmis__annexes') }} as annex
        on contract.contract_id = annex.contract_id and {{ holds_on('annex', 'scope_day.scope_day') }}
    where contract.valid_from <= scope_day.scope_day
)

select
    customer_id,
    scope_day,
    max(case when is_in_force then 1 else 0 end) = 1 as has_contract_in_force,
    coalesce(
        max(case when is_in_force and is_non_residential then 1 when is_in_force and is_residential then 0 end),
        max(case when is_non_residential then 1 when is_residential then 0 end)
    ) as is_non_residential,
    cast(sum(case when is_in_force then {{ kwh_to_wh('registered_kwh') }} end) as bigint) as registered_wh,
    min(case when is_in_force then annex_periods end) as first_annex_periods,
    max(case when is_in_force then annex_periods end) as last_annex_periods
from annexed
group by customer_id, scope_day
