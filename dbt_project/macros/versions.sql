{#-
    Version rows of a CMIS table as periods of validity that never overlap within a key.

    Only keys in the relation `only` (name, column) are kept: cutting is for those whose months are judged.

    Validity is half open, [valid_from, valid_to), an open end is null; next_from is when the key's next period begins.
    * Identical rows count once.
    * Exports with closed intervals end a row the day before the next begins; that day belongs to the older row, so the
      end moves one day on.
    * Of two rows that hold on one day the one that began later counts.  Such keys are rare: only theirs are cut into
      pieces at every date on which one of their rows begins or ends.
-#}
{% macro versions(relation, key, only, columns) %}
with

once as (
    select distinct
        {{ key }} as version_key,
        {{ columns | join(',\n        ') }},
        valid_from as row_from,
        valid_to as row_to
    from {{ relation }}
    where {{ key }} in (select {{ only[1] }} from {{ only[0] }})
),

sequenced as (
    select
        *,
        lead(row_from) over (partition by version_key order by row_from) as next_from
    from once
),

bounded as (
    select
        *,
        case when next_from = {{ add_days('row_to', 1) }} then next_from else row_to end as row_end
    from sequenced
),

overlapping as (
    select distinct version_key
    from bounded
    where next_from < row_end or (row_end is null and next_from is not null)
),

boundaries as (
    select
        boundary.version_key,
        boundary.day,
        lead(boundary.day) over (partition by boundary.version_key order by boundary.day) as next_day
    from (
        select version_key, row_from as day from bounded
        union
        select version_key, row_end as day from bounded where row_end is not null
    ) as boundary
    inner join overlapping on boundary.version_key = overlapping.version_key
),

pieces as (
    select
        bounded.*,
        boundaries.day as piece_from,
        boundaries.next_day as piece_to,
        row_number() over (
            partition by bounded.version_key, boundaries.day order by bounded.row_from desc
        ) as holding_rank
    from boundaries
    inner join bounded
        on
            boundaries.version_key = bounded.version_key
            and bounded.row_from <= boundaries.day
            and (bounded.row_end is null or bounded.row_end > boundaries.day)
),

disjoint as (
    select
        bounded.version_key,
        {{ columns | join(',\n        ') }},
        bounded.row_from as valid_from,
        bounded.row_end as valid_to,
        bounded.next_from
    from bounded
    left join overlapping on bounded.version_key = overlapping.version_key
    where overlapping.version_key is null
    union all
    select
        version_key,
        {{ columns | join(',\n        ') }},
        piece_from as valid_from,
        piece_to as valid_to,
        lead(piece_from) over (partition by version_key order by piece_from) as next_from
    from pieces
    where holding_rank = 1
)

select
    {{ columns | join(',\n    ') }},
    valid_from,
    valid_to,
    next_from
from disjoint
{% endmacro %}

{#- Whether a version holds on a day. -#}
{% macro holds_on(alias, day) -%}
    {{ alias }}.valid_from <= {{ day }} and ({{ alias }}.valid_to is null or {{ alias }}.valid_to > {{ day }})
{%- endmacro %}
