{{ config(materialized='table') }}

-- Grain: one live bill of active energy of a candidate: bills cancelled and not re-issued are as if never issued.
select
    bill.customer_id,
    bill.month_index,
    bill.period_number,
    bill.first_day,
    bill.last_day,
    {% if var('correction_sign') == 'signed' -%}
        bill.energy_wh + coalesce(correction.signed_wh, 0) as energy_wh,
    {%- else -%}
        coalesce(correction.reissued_wh, bill.energy_wh) + coalesce(correction.adjusted_wh, 0) as energy_wh,
    {%- endif %}
    correction.bill_id is not null as is_corrected
from {{ ref('stg_cmis__bills') }} as bill
inner join {{ ref('int_customers__candidates') }} as candidate on bill.customer_id = candidate.customer_id
left join {{ ref('int_bills__corrections_summed') }} as correction on bill.bill_id = correction.bill_id
where bill.is_active_energy and not coalesce(correction.is_cancelled, false)
