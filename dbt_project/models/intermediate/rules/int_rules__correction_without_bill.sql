-- Finding: a correction names a bill that is not in the snapshot, so it counts nowhere.  Shown in the month in which it
-- was made, or the last judged month where that is not known or still open.
select
    'correction_without_bill' as rule_id,
    customer.customer_key,
    coalesce(made.month_index, latest.month_index) as month_index,
    min(cast(correction.bill_id as {{ dbt.type_string() }})) as evidence,
    cast(sum(correction.energy_kwh) as decimal(18, 3)) as evidence_value,
    cast(null as integer) as reference_value
from {{ ref('stg_cmis__corrections') }} as correction
inner join {{ ref('int_customers__keyed') }} as customer on correction.customer_id = customer.customer_id
inner join {{ ref('int_calendar__judged_months') }} as latest on latest.is_last
left join {{ ref('int_calendar__judged_months') }} as made on correction.made_in_month_index = made.month_index
left join {{ ref('stg_cmis__bills') }} as bill on correction.bill_id = bill.bill_id
where bill.bill_id is null
group by customer.customer_key, coalesce(made.month_index, latest.month_index)
