{{ config(materialized='table') }}

-- Grain: one span of days of a customer's billing month; spans of one month never overlap, so lengths can be added.
with

several as (
    select
        bill.customer_key,
        bill.month_index,
        bill.first_day,
        bill.last_day
    from {{ ref('int_bills__live') }} as bill
    inner join {{ ref('int_bills__summed') }} as month
        on bill.customer_key = month.customer_key and bill.month_index = month.month_index
    where month.has_several_spans
),

cut as (
    {{ disjoint_spans('several', ['customer_key', 'month_index']) }}
)

select
    customer_key,
    month_index,
    first_day,
    last_day
from cut
union all
select
    customer_key,
    month_index,
    first_day,
    last_day
from {{ ref('int_bills__summed') }}
where not has_several_spans
