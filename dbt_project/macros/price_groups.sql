{#- Whether a price group is one of a list; a name that ends with * stands for every group that begins so. -#}
{% macro is_price_group_of(column, names) -%}
    (false
    {%- for name in names %}
        {%- if name.endswith('*') %} or substring({{ column }}, 1, {{ name | length - 1 }}) = '{{ name[:-1] | replace("'", "''") }}'
        {%- else %} or {{ column }} = '{{ name | replace("'", "''") }}'
        {%- endif %}
    {%- endfor -%}
    )
{%- endmacro %}
