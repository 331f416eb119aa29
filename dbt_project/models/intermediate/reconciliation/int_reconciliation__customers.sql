{{ config(materialized='table') }}

-- Grain: one customer code with bills of active energy, and where its bills of judged months go: into the figures, or
-- the reason why not.  Scope that is not judged month by month is that of today.
with

billed as (
    select
        customer_id,
        -- A sum of different powers of two is what they make as bits; no bill of two months in one is ever missed.
        sum({{ month_bit('month_index') }}) <> bit_or({{ month_bit('month_index') }}) as may_have_several_a_month
    from {{ ref('stg_cmis__bills') }}
    where is_active_energy
    group by customer_id
),

judged as (
    select distinct customer_key
    from {{ ref('int_rules__applicable') }}
),

known as (
    select
        customer_id,
        scope_reason as reason
    from {{ ref('int_customers__excluded') }}
    union all
    select
        customer.customer_id,
        case
            when judged.customer_key is not null then 'da_tinh'
            else coalesce(scope.scope_reason, 'chua_toi_thang_xet')
        end as reason
    from {{ ref('int_customers__scope_by_day') }} as scope
    inner join {{ ref('int_customers__keyed') }} as customer on scope.customer_key = customer.customer_key
    left join judged on scope.customer_key = judged.customer_key
    where scope.is_as_of
)

select
    billed.customer_id,
    billed.may_have_several_a_month,
    coalesce(known.reason, 'khong_co_khach_hang') as reason
from billed
left join known on billed.customer_id = known.customer_id
