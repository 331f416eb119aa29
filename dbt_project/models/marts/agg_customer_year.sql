-- Grain: one customer and a month that ends twelve: the sums of those twelve in fct_customer_month, under their names
-- there.  A month has a row where one of its twelve has; months with fewer than eleven before them end none.
with

customers as (
    select distinct
        customer_id,
        managing_unit_code
    from {{ ref('fct_customer_month') }}
),

-- dim_months has no gap, so that twelve rows of a customer are twelve months.
months as (
    select
        month,
        month_date,
        row_number() over (order by month_date) as month_number
    from {{ ref('dim_months') }}
),

added_up as (
    select
        customers.customer_id,
        customers.managing_unit_code,
        months.month,
        months.month_date,
        months.month_number,
        count(result.customer_id) over twelve_months as rows_added,
        sum(result.customers_billed) over twelve_months as customers_billed,
        sum(result.kwh_total) over twelve_months as kwh_total,
        sum(result.kwh_wrong) over twelve_months as kwh_wrong
    from customers
    cross join months
    left join {{ ref('fct_customer_month') }} as result
        on customers.customer_id = result.customer_id and months.month_date = result.month_date
    window twelve_months as (
        partition by customers.customer_id
        order by months.month_number
        rows between 11 preceding and current row
    )
)

select
    customer_id,
    managing_unit_code,
    month,
    month_date,
    cast(customers_billed as integer) as customers_billed,
    cast(kwh_total as decimal(18, 3)) as kwh_total,
    cast(kwh_wrong as decimal(18, 3)) as kwh_wrong
from added_up
where rows_added > 0 and month_number >= 12
