with

applicable as (
    select
        customer.customer_id,
        month.month
    from {{ ref('int_rules__applicable') }} as applicable
    inner join {{ ref('int_customers__keyed') }} as customer on applicable.customer_key = customer.customer_key
    inner join {{ ref('int_calendar__judged_months') }} as month on applicable.month_index = month.month_index
)

select
    coalesce(applicable.customer_id, result.customer_id) as customer_id,
    coalesce(applicable.month, result.month) as month,
    count(result.customer_id) as verdicts
from applicable
full join {{ ref('fct_reading_period_compliance') }} as result
    on applicable.customer_id = result.customer_id and applicable.month = result.month
group by coalesce(applicable.customer_id, result.customer_id), coalesce(applicable.month, result.month)
having count(result.customer_id) <> 1 or count(applicable.customer_id) <> 1
