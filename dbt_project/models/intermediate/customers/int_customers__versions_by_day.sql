-- Grain: one customer and scope day on or after its first version; candidates on every day, the others as of today.
-- On a day without a version in force the last one before it still tells the unit.
with

customers as (
    select
        version.*,
        candidate.customer_id is not null as is_candidate,
        min(version.valid_from) over (partition by version.customer_id) as first_date
    from {{ ref('stg_cmis__customers') }} as version
    left join {{ ref('int_customers__candidates') }} as candidate on version.customer_id = candidate.customer_id
),

days as (
    select
        customers.customer_id,
        customers.unit_code,
        customers.first_date,
        customers.valid_from,
        customers.valid_to,
        customers.next_from,
        scope_day.scope_day,
        scope_day.month_index,
        scope_day.is_as_of
    from customers
    cross join {{ ref('int_calendar__scope_days') }} as scope_day
    where customers.is_candidate
    union all
    select
        customers.customer_id,
        customers.unit_code,
        customers.first_date,
        customers.valid_from,
        customers.valid_to,
        customers.next_from,
        scope_day.scope_day,
        scope_day.month_index,
        scope_day.is_as_of
    from customers
    cross join {{ ref('int_calendar__scope_days') }} as scope_day
    where not customers.is_candidate and scope_day.is_as_of
)

select
    customer_id,
    unit_code,
    first_date,
    scope_day,
    month_index,
    is_as_of,
    valid_to is null or valid_to > scope_day as is_in_force,
    next_from is not null as has_later_version
from days
where valid_from <= scope_day and (next_from is null or next_from > scope_day)
