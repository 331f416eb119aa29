{#- Energy is carried as whole watt-hours (kWh has at most three decimals), so that sums and comparisons are exact.
    The widths keep every product within 64 bits where an engine has such decimals. -#}

{% macro kwh_to_wh(kwh) -%}cast(cast({{ kwh }} as decimal(14, 3)) * cast(1000 as decimal(4, 0)) as bigint){%- endmacro %}

{% macro wh_to_kwh(wh) -%}cast(cast({{ wh }} as decimal(15, 0)) * cast(0.001 as decimal(3, 3)) as decimal(18, 3)){%- endmacro %}

{#- Energy of a live bill with what its corrections say, if it has any. -#}
{% macro corrected_wh(bill, correction) -%}
    {% if var('correction_sign') == 'signed' -%}
        {{ kwh_to_wh(bill ~ '.energy_kwh') }} + coalesce({{ correction }}.signed_wh, 0)
    {%- else -%}
        coalesce({{ correction }}.reissued_wh, {{ kwh_to_wh(bill ~ '.energy_kwh') }})
        + coalesce({{ correction }}.adjusted_wh, 0)
    {%- endif %}
{%- endmacro %}

{#- kWh with two decimals of wh x factor / divisor, rounded half away from zero, alike on every engine. -#}
{% macro mean_kwh(wh, factor, divisor) -%}
    cast(cast(
        case when {{ wh }} >= 0
            then {{ whole_quotient('2 * ' ~ wh ~ ' * ' ~ factor ~ ' + 10 * ' ~ divisor, '20 * ' ~ divisor) }}
            else -{{ whole_quotient('-2 * ' ~ wh ~ ' * ' ~ factor ~ ' + 10 * ' ~ divisor, '20 * ' ~ divisor) }}
        end as decimal(15, 0)
    ) * cast(0.01 as decimal(2, 2)) as decimal(18, 2))
{%- endmacro %}
