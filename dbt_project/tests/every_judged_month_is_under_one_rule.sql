select
    month_index,
    count(*) as rules_in_force
from {{ ref('int_rules__parameters_by_month') }}
group by month_index
having count(*) <> 1
