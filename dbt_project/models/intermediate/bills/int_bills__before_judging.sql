{{ config(materialized='table') }}

-- Grain: one customer of the index and month with a bill before its first judged month: the snapshot's first months,
-- and months before it was in force.  A bill before its first version belongs to the unit that manages it today.
with

listed as (
    select
        customer_key,
        managing_unit_code,
        min(month_index) as first_month_index
    from {{ ref('int_rules__applicable') }}
    group by customer_key, managing_unit_code
)

select
    bill.customer_key,
    customer.customer_id,
    bill.month_index,
    calendar.month,
    coalesce(version.unit_code, listed.managing_unit_code) as unit_code,
    listed.managing_unit_code,
    {{ wh_to_kwh('bill.energy_wh') }} as kwh
from {{ ref('int_bills__by_month') }} as bill
inner join listed on bill.customer_key = listed.customer_key and bill.month_index < listed.first_month_index
inner join {{ ref('int_customers__keyed') }} as customer on bill.customer_key = customer.customer_key
inner join {{ ref('calendar_months') }} as calendar on bill.month_index = calendar.month_index
left join {{ ref('int_customers__versions') }} as version
    on
        customer.customer_id = version.customer_id
        and version.valid_from <= calendar.last_day
        and (version.next_from is null or version.next_from > calendar.last_day)
-- Months settled by readings alone may lie before the first month with bills.
where bill.month_index >= (select min(month_index) from {{ ref('int_calendar__bill_months') }})
