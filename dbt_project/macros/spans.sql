{#-
    Spans of days of one group cut so that no two share a day: each begins after everything that began before it has
    ended, and what lies wholly inside is gone.  So lengths can be added.  Reads CTE or relation `spans` with the group's
    columns, first_day and last_day (both included).
-#}
{% macro disjoint_spans(spans, group_columns) %}
    select
        {{ group_columns | join(', ') }},
        case when covered_until >= first_day then {{ add_days('covered_until', 1) }} else first_day end as first_day,
        last_day
    from (
        select
            {{ group_columns | join(', ') }},
            first_day,
            last_day,
            max(last_day) over (
                partition by {{ group_columns | join(', ') }}
                order by first_day, last_day rows between unbounded preceding and 1 preceding
            ) as covered_until
        from {{ spans }}
    ) as followed
    where covered_until is null or last_day > covered_until
{%- endmacro %}
