{#-
    Validity of version rows: half open, [valid_from, valid_to), an open end is null.

    Exports with closed intervals end a row the day before the next begins; that day belongs to the older row, so the
    end moves one day on.  Identical rows count once.
-#}
{% macro versions(relation, key, from_column, to_column, columns) %}
    select
        {{ columns | join(',\n        ') }},
        {{ from_column }} as valid_from,
        case
            when lead({{ from_column }}) over (partition by {{ key }} order by {{ from_column }})
                = {{ add_days(to_column, 1) }}
                then {{ add_days(to_column, 1) }}
            else {{ to_column }}
        end as valid_to
    from (select distinct * from {{ relation }}) as once
{% endmacro %}

{#- Whether a version holds on a day. -#}
{% macro holds_on(alias, day) -%}
    {{ alias }}.valid_from <= {{ day }} and ({{ alias }}.valid_to is null or {{ alias }}.valid_to > {{ day }})
{%- endmacro %}
