{{ config(materialized='table') }}

-- Grain: one live bill of active energy of a candidate: bills cancelled and not re-issued are as if never issued.
with

of_candidates as (
    select
        bill.*,
        customer.customer_key
    from {{ ref('stg_cmis__bills') }} as bill
    inner join {{ ref('int_customers__keyed') }} as customer on bill.customer_id = customer.customer_id
    where bill.is_active_energy
)

select
    bill.customer_key,
    bill.unit_code,
    bill.month_index,
    bill.period_number,
    bill.first_day,
    bill.last_day,
    {{ corrected_wh('bill', 'correction') }} as energy_wh,
    correction.bill_id is not null as is_corrected
from of_candidates as bill
left join {{ ref('int_bills__corrections_summed') }} as correction on bill.bill_id = correction.bill_id
where not coalesce(correction.is_cancelled, false)
