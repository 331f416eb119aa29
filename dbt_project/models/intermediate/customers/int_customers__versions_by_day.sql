-- Grain: one candidate and scope day on or after its first version.  On a day without a version in force the last one
-- before it still tells the unit.
select
    customer.customer_key,
    customer.first_date,
    version.unit_code,
    scope_day.scope_day,
    scope_day.month_index,
    scope_day.is_as_of,
    version.valid_to is null or version.valid_to > scope_day.scope_day as is_in_force,
    version.next_from is not null as has_later_version
from {{ ref('int_customers__versions') }} as version
inner join {{ ref('int_customers__keyed') }} as customer on version.customer_id = customer.customer_id
inner join {{ ref('int_calendar__scope_days') }} as scope_day
    on
        version.valid_from <= scope_day.scope_day
        and (version.next_from is null or version.next_from > scope_day.scope_day)
