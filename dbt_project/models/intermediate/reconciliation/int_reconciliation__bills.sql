{{ config(materialized='table') }}

-- Grain: one unit of bills (as the bill has it), billing month and reason: the live bills of active energy of every
-- customer of CMIS, judged or not.
with

last_judged as (
    select coalesce(max(month_index), 0) as month_index
    from {{ ref('int_calendar__judged_months') }}
),

-- Customers with one bill a month need not be told apart; of the few others each is a group.
grouped as (
    select
        bill.unit_code,
        bill.month_index,
        customer.reason,
        case when customer.may_have_several_a_month then customer.customer_id end as one_customer_id,
        count(*) as bills,
        sum({{ corrected_wh('bill', 'correction') }}) as energy_wh
    from {{ ref('stg_cmis__bills') }} as bill
    inner join {{ ref('int_reconciliation__customers') }} as customer on bill.customer_id = customer.customer_id
    left join {{ ref('int_bills__corrections_summed') }} as correction on bill.bill_id = correction.bill_id
    where bill.is_active_energy and not coalesce(correction.is_cancelled, false)
    group by 1, 2, 3, 4
)

select
    grouped.unit_code,
    grouped.month_index,
    case when grouped.month_index > last_judged.month_index then 'sau_thang_xet' else grouped.reason end as reason,
    cast(sum(grouped.bills) as bigint) as bills,
    cast(sum(case when grouped.one_customer_id is null then grouped.bills else 1 end) as bigint) as customers,
    cast(sum(grouped.energy_wh) as bigint) as energy_wh
from grouped
cross join last_judged
group by 1, 2, 3
