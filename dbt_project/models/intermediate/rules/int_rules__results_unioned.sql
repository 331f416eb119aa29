{{ config(materialized='table') }}

-- Grain: one finding of any rule: rule, customer and judged month.
{%- set findings = [
    'int_rules__mixed_books',
    'int_rules__annex_differs_from_book',
    'int_rules__book_differs_from_schedule',
    'int_rules__reading_day_moved',
    'int_rules__registered_average_other_band',
    'int_rules__abnormal_bill_days',
    'int_rules__bill_gap',
    'int_rules__no_schedule_history',
    'int_rules__contract_expired',
    'int_rules__inactive_book',
    'int_rules__overlapping_agreements',
    'int_rules__correction_without_bill',
    'int_rules__duplicate_version_rows',
    'int_rules__negative_month',
] %}

{% for finding in findings %}
    select
        cast(rule_id as {{ dbt.type_string() }}) as rule_id,
        customer_key,
        cast(month_index as integer) as month_index,
        cast(evidence as {{ dbt.type_string() }}) as evidence,
        cast(evidence_value as decimal(18, 3)) as evidence_value,
        cast(reference_value as decimal(18, 3)) as reference_value
    from {{ ref(finding) }}
    {% if not loop.last %}
        union all
    {% endif %}
{% endfor %}
