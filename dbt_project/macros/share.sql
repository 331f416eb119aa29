{#- Part of a count as a share with four decimals, rounded half up, alike on every engine; null of nothing. -#}
{% macro share(part, whole) -%}
    cast(cast(
        case when {{ whole }} > 0
            then {{ whole_quotient('20000 * ' ~ part ~ ' + ' ~ whole, '2 * ' ~ whole) }}
        end as decimal(9, 0)
    ) * cast(0.0001 as decimal(4, 4)) as decimal(5, 4))
{%- endmacro %}
