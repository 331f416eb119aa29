{{ config(materialized='table') }}

-- The index that alone decides who is judged.  Grain: one customer and judged month, from the first month on whose last
-- day the customer is in force, for customers in scope in at least one judged month.
with

monthly as (
    select
        scope.*,
        max(case when scope.is_in_scope then 1 else 0 end) over (partition by scope.customer_id) as is_ever_in_scope,
        min(case when scope.is_in_force then scope.month_index end) over (partition by scope.customer_id)
            as first_month_index
    from {{ ref('int_customers__scope_by_day') }} as scope
    where not scope.is_as_of
)

select
    monthly.customer_id,
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
from monthly
inner join {{ ref('int_customers__scope_by_day') }} as today
    on monthly.customer_id = today.customer_id and today.is_as_of
where monthly.is_ever_in_scope = 1 and monthly.month_index >= monthly.first_month_index
