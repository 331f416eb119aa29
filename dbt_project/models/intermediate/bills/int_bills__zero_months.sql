-- Grain: one candidate and month without a bill whose periodic readings of active energy sum to 0: billed 0 kWh.
select
    reading.customer_id,
    reading.month_index,
    coalesce(min(reading.first_day), min(calendar.first_day)) as first_day,
    coalesce(max(reading.last_day), max(calendar.last_day)) as last_day
from {{ ref('stg_cmis__readings') }} as reading
inner join {{ ref('int_customers__candidates') }} as candidate on reading.customer_id = candidate.customer_id
inner join {{ ref('calendar_months') }} as calendar on reading.month_index = calendar.month_index
left join (
    select distinct
        customer_id,
        month_index
    from {{ ref('int_bills__live') }}
) as bill on reading.customer_id = bill.customer_id and reading.month_index = bill.month_index
where reading.is_active_energy and reading.is_periodic and bill.customer_id is null
group by reading.customer_id, reading.month_index
having sum(reading.energy_kwh) = 0
