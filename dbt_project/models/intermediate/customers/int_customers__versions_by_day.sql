-- Grain: one customer and asked day on or after its first version.  On a day without a version in force the last one
-- before it still tells the unit.
select
    customer.customer_key,
    version.unit_code,
    customer.first_date,
    asked.scope_day,
    asked.month_index,
    asked.is_as_of,
    version.valid_to is null or version.valid_to > asked.scope_day as is_in_force,
    version.next_from is not null as has_later_version
from {{ ref('stg_cmis__customers') }} as version
inner join {{ ref('int_customers__keyed') }} as customer on version.customer_id = customer.customer_id
inner join {{ ref('int_calendar__asked_days') }} as asked
    on
        customer.is_candidate = asked.is_candidate
        and version.valid_from <= asked.scope_day
        and (version.next_from is null or version.next_from > asked.scope_day)
