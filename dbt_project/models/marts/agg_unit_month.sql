-- Grain: one unit (as of the month) and month.  Totals that everyone may see; where a unit has a single customer, its
-- energy is that customer's.
select
    segment.unit_code,
    segment.month,
    segment.month_date,
    segment.quarter,
    segment.is_quarter_end,
    month.is_provisional,
    cast(sum(segment.customers_in_scope) as integer) as customers_in_scope,
    cast(sum(segment.customers_right) as integer) as customers_right,
    cast(sum(segment.customers_too_few) as integer) as customers_too_few,
    cast(sum(segment.customers_too_many) as integer) as customers_too_many,
    cast(sum(segment.customers_agreed) as integer) as customers_agreed,
    cast(sum(segment.customers_not_enough_data) as integer) as customers_not_enough_data,
    cast(sum(segment.customers_newly_wrong) as integer) as customers_newly_wrong,
    cast(sum(segment.customers_newly_settled) as integer) as customers_newly_settled,
    cast(sum(segment.customers_billed) as integer) as customers_billed,
    cast(sum(segment.kwh_total) as decimal(18, 3)) as kwh_total
from {{ ref('agg_segment_month') }} as segment
inner join {{ ref('dim_months') }} as month on segment.month = month.month
group by
    segment.unit_code, segment.month, segment.month_date, segment.quarter, segment.is_quarter_end, month.is_provisional
