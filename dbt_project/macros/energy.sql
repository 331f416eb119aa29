{#- Energy is carried as whole watt-hours (kWh has at most three decimals), so that sums and comparisons are exact. -#}

{% macro kwh_to_wh(kwh) -%}cast(({{ kwh }}) * 1000 as bigint){%- endmacro %}

{% macro wh_to_kwh(wh) -%}cast(cast({{ wh }} as decimal(18, 0)) * cast(0.001 as decimal(4, 3)) as decimal(18, 3)){%- endmacro %}

{#- kWh with two decimals of wh x factor / divisor, rounded half away from zero, alike on every engine. -#}
{% macro mean_kwh(wh, factor, divisor) -%}
    cast(cast(
        case when {{ wh }} >= 0
            then {{ whole_quotient('2 * ' ~ wh ~ ' * ' ~ factor ~ ' + 10 * ' ~ divisor, '20 * ' ~ divisor) }}
            else -{{ whole_quotient('-2 * ' ~ wh ~ ' * ' ~ factor ~ ' + 10 * ' ~ divisor, '20 * ' ~ divisor) }}
        end as decimal(18, 0)
    ) * cast(0.01 as decimal(3, 2)) as decimal(18, 2))
{%- endmacro %}
