-- Grain: customers of one managing unit, unit as of the month and month that are alike in verdict, reason, basis, rule,
-- numbers of periods and price group.  Sums bear the names they have in fct_customer_month: a metric reads either.
select
    managing_unit_code,
    unit_code,
    month,
    month_date,
    quarter,
    is_quarter_end,
    verdict,
    reason,
    basis,
    rule_id,
    required_periods,
    actual_periods,
    threshold_periods,
    price_group,
    cast(sum(customers_in_scope) as integer) as customers_in_scope,
    cast(sum(customers_right) as integer) as customers_right,
    cast(sum(customers_too_few) as integer) as customers_too_few,
    cast(sum(customers_too_many) as integer) as customers_too_many,
    cast(sum(customers_agreed) as integer) as customers_agreed,
    cast(sum(customers_not_enough_data) as integer) as customers_not_enough_data,
    cast(sum(customers_newly_wrong) as integer) as customers_newly_wrong,
    cast(sum(customers_newly_settled) as integer) as customers_newly_settled,
    cast(sum(customers_billed) as integer) as customers_billed,
    cast(sum(kwh_total) as decimal(18, 3)) as kwh_total,
    cast(sum(kwh_wrong) as decimal(18, 3)) as kwh_wrong
from {{ ref('fct_customer_month') }}
group by
    managing_unit_code, unit_code, month, month_date, quarter, is_quarter_end, verdict, reason, basis, rule_id,
    required_periods, actual_periods, threshold_periods, price_group
