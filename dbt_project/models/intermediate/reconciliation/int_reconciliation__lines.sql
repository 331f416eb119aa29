-- Grain: one line that a unit and month are reconciled by, several to a reason.  A move between units is four of them:
-- out of the figures of the unit of the bills into its reason, and the other way round in the unit that counts.
select
    unit_code,
    month_index,
    reason,
    bills,
    customers,
    energy_wh
from {{ ref('int_reconciliation__bills') }}
{%- for reason, sign in [('da_tinh', -1), ('sang_don_vi_khac', 1)] %}
    union all
    select
        billed_unit_code as unit_code,
        month_index,
        '{{ reason }}' as reason,
        {{ sign }} * bills as bills,
        {{ sign }} as customers,
        {{ sign }} * energy_wh as energy_wh
    from {{ ref('int_reconciliation__moved') }}
{%- endfor %}
{%- for reason, sign in [('da_tinh', 1), ('tu_don_vi_khac', -1)] %}
    union all
    select
        unit_code,
        month_index,
        '{{ reason }}' as reason,
        {{ sign }} * bills as bills,
        {{ sign }} * case when is_new_in_unit then 1 else 0 end as customers,
        {{ sign }} * energy_wh as energy_wh
    from {{ ref('int_reconciliation__moved') }}
{%- endfor %}
-- A month that readings settle at 0 kWh counts its customer, and CMIS has no bill of it.
{%- for reason, sign in [('da_tinh', 1), ('theo_chi_so', -1)] %}
    union all
    select
        counted.unit_code,
        counted.month_index,
        '{{ reason }}' as reason,
        0 as bills,
        {{ sign }} as customers,
        0 as energy_wh
    from {{ ref('int_reconciliation__units') }} as counted
    inner join {{ ref('int_bills__zero_months') }} as zero
        on counted.customer_key = zero.customer_key and counted.month_index = zero.month_index
{%- endfor %}
