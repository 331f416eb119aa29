-- Finding: at least one month of the window has neither a bill nor readings of 0 kWh, nor is covered by other bills.
select
    'bill_gap' as rule_id,
    irregular.customer_key,
    irregular.month_index,
    cast(irregular.first_gap_day as {{ dbt.type_string() }}) as evidence,
    irregular.gap_months as evidence_value,
    0 as reference_value
from {{ ref('int_windows__irregular') }} as irregular
where irregular.gap_months > 0
