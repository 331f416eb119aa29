select
    unit_code,
    month
from {{ ref('agg_unit_month') }}
where
    customers_in_scope <> customers_right + customers_too_few + customers_too_many + customers_agreed
    + customers_not_enough_data
