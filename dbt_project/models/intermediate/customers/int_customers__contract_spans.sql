{{ config(materialized='table') }}

-- Grain: one candidate and span of days on which its contracts and annexes stay the same.  Registered averages of
-- contracts in force are added up; the contract type comes from those in force, else from those that have ended.
with

contracts as (
    select
        contract.*,
        customer.customer_key
    from {{ ref('stg_cmis__contracts') }} as contract
    inner join {{ ref('int_customers__keyed') }} as customer
        on contract.customer_id = customer.customer_id
),

boundaries as (
    select
        customer_key,
        valid_from as day
    from contracts
    union
    select
        customer_key,
        valid_to as day
    from contracts
    where valid_to is not null
    union
    select
        contracts.customer_key,
        annex.valid_from as day
    from contracts
    inner join {{ ref('int_annexes__versions') }} as annex on contracts.contract_id = annex.contract_id
    union
    select
        contracts.customer_key,
        annex.valid_to as day
    from contracts
    inner join {{ ref('int_annexes__versions') }} as annex on contracts.contract_id = annex.contract_id
    where annex.valid_to is not null
),

spans as (
    select
        customer_key,
        day as valid_from,
        lead(day) over (partition by customer_key order by day) as valid_to
    from boundaries
),

begun as (
    select
        spans.customer_key,
        spans.valid_from,
        spans.valid_to,
        contracts.is_non_residential,
        contracts.is_residential,
        contracts.valid_to is null or contracts.valid_to > spans.valid_from as is_in_force,
        annex.annex_periods,
        annex.registered_kwh
    from spans
    inner join contracts on spans.customer_key = contracts.customer_key and contracts.valid_from <= spans.valid_from
    left join {{ ref('int_annexes__versions') }} as annex
        on contracts.contract_id = annex.contract_id and {{ holds_on('annex', 'spans.valid_from') }}
)

select
    customer_key,
    valid_from,
    valid_to,
    max(case when is_in_force then 1 else 0 end) = 1 as has_contract_in_force,
    coalesce(
        max(case when is_in_force and is_non_residential then 1 when is_in_force and is_residential then 0 end),
        max(case when is_non_residential then 1 when is_residential then 0 end)
    ) as is_non_residential,
    cast(sum(case when is_in_force then {{ kwh_to_wh('registered_kwh') }} end) as bigint) as registered_wh,
    min(case when is_in_force then annex_periods end) as first_annex_periods,
    max(case when is_in_force then annex_periods end) as last_annex_periods
from begun
group by customer_key, valid_from, valid_to
