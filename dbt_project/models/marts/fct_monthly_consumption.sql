-- Grain: one customer of the index and billing month with live bills.
with

judged as (
    select distinct
        customer_key,
        managing_unit_code
    from {{ ref('int_rules__applicable') }}
)

select
    customer.customer_id,
    cast(calendar.month as {{ dbt.type_string() }}) as month,
    cast(calendar.quarter as {{ dbt.type_string() }}) as quarter,
    judged.managing_unit_code,
    {{ wh_to_kwh('bill.energy_wh') }} as kwh,
    bill.bills,
    bill.billed_periods,
    bill.first_day,
    bill.last_day,
    bill.covered_days,
    bill.covered_days between rule.ordinary_days_min and rule.ordinary_days_max as is_ordinary,
    bill.is_corrected,
    bill.energy_wh < 0 as is_negative
from {{ ref('int_bills__by_month') }} as bill
inner join {{ ref('int_customers__keyed') }} as customer on bill.customer_key = customer.customer_key
inner join judged on bill.customer_key = judged.customer_key
inner join {{ ref('calendar_months') }} as calendar on bill.month_index = calendar.month_index
inner join {{ ref('int_rules__parameters_by_month') }} as rule on bill.month_index = rule.month_index
