{{ config(materialized='table') }}

-- Grain: one judged customer, month and unit of bills other than the unit that the figures count it in.
with

elsewhere as (
    select
        bill.customer_key,
        bill.month_index,
        bill.unit_code as billed_unit_code,
        counted.unit_code,
        count(*) as bills,
        sum(bill.energy_wh) as energy_wh
    from {{ ref('int_bills__live') }} as bill
    inner join {{ ref('int_reconciliation__units') }} as counted
        on bill.customer_key = counted.customer_key and bill.month_index = counted.month_index
    where bill.unit_code <> counted.unit_code
    group by bill.customer_key, bill.month_index, bill.unit_code, counted.unit_code
)

select
    elsewhere.*,
    -- A customer also billed where it is counted is a customer there already; one of two other units comes once.
    month.bills = sum(elsewhere.bills) over (partition by elsewhere.customer_key, elsewhere.month_index)
    and elsewhere.billed_unit_code
    = min(elsewhere.billed_unit_code) over (partition by elsewhere.customer_key, elsewhere.month_index)
        as is_new_in_unit
from elsewhere
inner join {{ ref('int_bills__by_month') }} as month
    on elsewhere.customer_key = month.customer_key and elsewhere.month_index = month.month_index
