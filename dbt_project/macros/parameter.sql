{#- The value of one dated rule parameter inside a group over rule_parameters. -#}
{% macro parameter(name, type) -%}
    cast(max(case when parameter.parameter = '{{ name }}' then parameter.value end) as {{ type }})
{%- endmacro %}
