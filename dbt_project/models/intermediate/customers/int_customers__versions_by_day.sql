{{ config(materialized='table') }}

-- Grain: one customer and scope day on or after its first version; candidates on every day, the others as of today.
with

customers as (
    select
        version.*,
        candidate.customer_id is not null as is_candidate,
        min(version.valid_from) over (partition by version.customer_id) as first_date,
        max(version.valid_from) over (partition by version.customer_id) as last_version_from
    from {{ ref('stg_cmis__customers') }} as version
    left join {{ ref('int_customers__candidates') }} as candidate on version.customer_id = candidate.customer_id
),

-- On a day without a version in force the last one before it still tells the unit.
ranked as (
    select
        customers.customer_id,
        customers.unit_code,
        customers.first_date,
        scope_day.scope_day,
        scope_day.month_index,
        scope_day.is_as_of,
        customers.valid_to is null or customers.valid_to > scope_day.scope_day as is_in_force,
        customers.last_version_from > scope_day.scope_day as has_later_version,
        row_number() over (
            partition by customers.customer_id, scope_day.scope_day
            order by
                case when customers.valid_to is null or customers.valid_to > scope_day.scope_day then 0 else 1 end,
                customers.valid_from desc
        ) as version_rank
    from customers
    inner join {{ ref('int_calendar__scope_days') }} as scope_day
        on customers.valid_from <= scope_day.scope_day and (customers.is_candidate or scope_day.is_as_of)
)

select
    customer_id,
    unit_code,
    first_date,
    scope_day,
    month_index,
    is_as_of,
    is_in_force,
    has_later_version
from ranked
where version_rank = 1
