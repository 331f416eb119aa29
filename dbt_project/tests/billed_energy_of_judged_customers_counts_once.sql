-- What the metrics add up, month by month, against the bills themselves.
with

expected as (
    select
        month,
        count(*) as customers_billed,
        sum(kwh) as kwh_total
    from {{ ref('fct_monthly_consumption') }}
    where month in (select spanned.month from {{ ref('dim_months') }} as spanned)
    group by month
),

counted as (
    select
        month,
        sum(customers_billed) as customers_billed,
        sum(kwh_total) as kwh_total
    from {{ ref('agg_segment_month') }}
    group by month
)

select
    coalesce(expected.month, counted.month) as month,
    expected.kwh_total as expected_kwh,
    counted.kwh_total as counted_kwh
from expected
full join counted on expected.month = counted.month
where
    coalesce(expected.customers_billed, 0) <> coalesce(counted.customers_billed, 0)
    or coalesce(expected.kwh_total, 0) <> coalesce(counted.kwh_total, 0)
