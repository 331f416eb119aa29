{{ config(materialized='table') }}

-- Grain: one candidate and judged month with at least one billed month in its window.
select
    bill.customer_key,
    member.month_index,
    cast(count(*) as integer) as billed_months,
    cast(sum(bill.energy_wh) as bigint) as window_wh,
    cast(sum(bill.covered_days) as integer) as added_days,
    max(case when bill.overlaps_month_before then 1 else 0 end) = 1 as has_overlap,
    cast(sum(
        case when bill.covered_days between rule.ordinary_days_min and rule.ordinary_days_max then 1 else 0 end
    ) as integer) as ordinary_months,
    max(case when member.recency = 3 then bill.energy_wh end) as wh_month_1,
    max(case when member.recency = 2 then bill.energy_wh end) as wh_month_2,
    max(case when member.recency = 1 then bill.energy_wh end) as wh_month_3,
    max(case when member.recency = 3 then bill.covered_days end) as days_month_1,
    max(case when member.recency = 2 then bill.covered_days end) as days_month_2,
    max(case when member.recency = 1 then bill.covered_days end) as days_month_3
from {{ ref('int_bills__by_month') }} as bill
inner join {{ ref('int_calendar__window_members') }} as member on bill.month_index = member.member_index
inner join {{ ref('int_rules__parameters_by_month') }} as rule on member.month_index = rule.month_index
group by bill.customer_key, member.month_index
