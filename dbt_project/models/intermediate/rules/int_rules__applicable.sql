{{ config(materialized='table') }}

-- The index that alone decides who is judged.  Grain: one customer and judged month, from the first month on whose last
-- day the customer is in force, for customers in scope in at least one judged month.
with

judged as (
    select
        customer_key,
        min(case when is_in_force then month_index end) as first_month_index
    from {{ ref('int_customers__scope_by_day') }}
    where not is_as_of
    group by customer_key
    having max(case when is_in_scope then 1 else 0 end) = 1
)

select
    monthly.customer_key,
    monthly.month_index,
    monthly.unit_code,
    today.unit_code as managing_unit_code,
    monthly.first_date,
    monthly.is_in_scope,
    monthly.scope_reason,
    monthly.actual_periods,
    monthly.book_codes,
    monthly.has_mixed_books,
    monthly.has_schedule_history,
    monthly.has_inactive_book,
    monthly.price_groups,
    monthly.is_mixed_price,
    monthly.registered_wh,
    monthly.first_annex_periods,
    monthly.last_annex_periods,
    monthly.has_contract_in_force
from {{ ref('int_customers__scope_by_day') }} as monthly
inner join judged on monthly.customer_key = judged.customer_key and monthly.month_index >= judged.first_month_index
inner join {{ ref('int_customers__scope_by_day') }} as today
    on monthly.customer_key = today.customer_key and today.is_as_of
