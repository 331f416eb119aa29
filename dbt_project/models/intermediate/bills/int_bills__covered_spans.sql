{{ config(materialized='table') }}

-- Grain: one span of days of a customer's billing month; spans of one month never overlap, so lengths can be added.
with

several as (
    select distinct
        bill.customer_key,
        bill.month_index,
        bill.first_day,
        bill.last_day
    from {{ ref('int_bills__live') }} as bill
    inner join {{ ref('int_bills__summed') }} as month
        on bill.customer_key = month.customer_key and bill.month_index = month.month_index
    where month.has_several_spans
),

followed as (
    select
        *,
        max(last_day) over (
            partition by customer_key, month_index
            order by first_day, last_day rows between unbounded preceding and 1 preceding
        ) as covered_until
    from several
)

select
    customer_key,
    month_index,
    case
        when covered_until >= first_day then {{ add_days('covered_until', 1) }} else first_day
    end as first_day,
    last_day
from followed
where covered_until is null or last_day > covered_until
union all
select
    customer_key,
    month_index,
    first_day,
    last_day
from {{ ref('int_bills__summed') }}
where not has_several_spans
