{{ config(materialized='table') }}

-- Grain: one customer and judged month with an agreement in force on the month's last day, under a rule that lets
-- agreements count.  Of several the one that began last.
with

in_force as (
    select
        customer.customer_key,
        judged.month_index,
        agreement.agreed_periods,
        agreement.document,
        row_number() over (
            partition by customer.customer_key, judged.month_index order by agreement.first_day desc
        ) as agreement_rank,
        count(*) over (partition by customer.customer_key, judged.month_index) as agreements
    from {{ ref('stg_company__agreements') }} as agreement
    inner join {{ ref('int_customers__keyed') }} as customer on agreement.customer_id = customer.customer_id
    inner join {{ ref('int_calendar__judged_months') }} as judged
        on
            agreement.first_day <= judged.last_day
            and (agreement.last_day is null or agreement.last_day >= judged.last_day)
    inner join {{ ref('int_rules__parameters_by_month') }} as rule
        on judged.month_index = rule.month_index and rule.agreements_apply
)

select
    customer_key,
    month_index,
    agreed_periods,
    document,
    cast(agreements as integer) as agreements
from in_force
where agreement_rank = 1
