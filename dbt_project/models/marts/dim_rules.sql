-- Grain: one rule: a version of the rule on reading periods, or a finding.
with

parameters as (
    select
        rule_id,
        max(case when parameter = 'window_months' then value end) as window_months,
        max(case when parameter = 'lower_threshold_kwh' then value end) as lower_threshold_kwh,
        max(case when parameter = 'upper_threshold_kwh' then value end) as upper_threshold_kwh
    from {{ ref('rule_parameters') }}
    group by rule_id
)

select
    cast(rule.rule_id as {{ dbt.type_string() }}) as rule_id,
    cast(rule.rule_group as {{ dbt.type_string() }}) as rule_group,
    cast(rule.name_vi as {{ dbt.type_string() }}) as name_vi,
    cast(rule.name_en as {{ dbt.type_string() }}) as name_en,
    cast(rule.finding_vi as {{ dbt.type_string() }}) as finding_vi,
    cast(rule.severity as {{ dbt.type_string() }}) as severity,
    cast(rule.citation as {{ dbt.type_string() }}) as citation,
    rule.citation_is_verified,
    rule.valid_from,
    rule.valid_to,
    cast(parameters.window_months as integer) as window_months,
    cast(parameters.lower_threshold_kwh as decimal(18, 3)) as lower_threshold_kwh,
    cast(parameters.upper_threshold_kwh as decimal(18, 3)) as upper_threshold_kwh,
    cast(rule.model_name as {{ dbt.type_string() }}) as model_name,
    rule.checked_on
from {{ ref('rules') }} as rule
left join parameters on rule.rule_id = parameters.rule_id
