-- Over the whole company, judged month after judged month.
with

monthly as (
    select
        month.month,
        sum(segment.customers_too_few + segment.customers_too_many) as wrong,
        sum(segment.customers_newly_wrong) as newly_wrong,
        sum(segment.customers_newly_settled) as newly_settled
    from {{ ref('agg_segment_month') }} as segment
    inner join {{ ref('dim_months') }} as month on segment.month = month.month and month.is_judged
    group by month.month
),

compared as (
    select
        *,
        lag(wrong) over (order by month) as wrong_before
    from monthly
)

select *
from compared
where
    wrong <> wrong_before + newly_wrong - newly_settled
    or (wrong_before is null and newly_wrong + newly_settled <> 0)
