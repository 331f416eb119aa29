{#- What differs between the engines, dispatched. -#}

{#- Text list for IN (...): quoted_list(['TD', 'TC']) -> 'TD', 'TC' -#}
{% macro quoted_list(words) -%}
    {%- for word in words -%}'{{ word | replace("'", "''") }}'{{ ", " if not loop.last }}{%- endfor -%}
{%- endmacro %}

{#- Any text as a literal: Spark takes a backslash for the beginning of an escape. -#}
{% macro text_literal(text) -%}{{ return(adapter.dispatch('text_literal')(text)) }}{%- endmacro %}
{% macro default__text_literal(text) -%}'{{ text | replace("'", "''") }}'{%- endmacro %}
{% macro spark__text_literal(text) -%}'{{ text | replace("\\", "\\\\") | replace("'", "''") }}'{%- endmacro %}

{#- Whole days from one date to another: 0 for the same day. -#}
{% macro days_between(first, last) -%}{{ return(adapter.dispatch('days_between')(first, last)) }}{%- endmacro %}
{% macro default__days_between(first, last) -%}cast(({{ last }}) - ({{ first }}) as integer){%- endmacro %}
{% macro spark__days_between(first, last) -%}datediff({{ last }}, {{ first }}){%- endmacro %}

{% macro add_days(day, number) -%}{{ return(adapter.dispatch('add_days')(day, number)) }}{%- endmacro %}
{% macro default__add_days(day, number) -%}cast(({{ day }}) + ({{ number }}) as date){%- endmacro %}
{% macro spark__add_days(day, number) -%}date_add({{ day }}, {{ number }}){%- endmacro %}

{#- Quotient of two integers, cut towards zero. -#}
{% macro whole_quotient(dividend, divisor) -%}
    {{ return(adapter.dispatch('whole_quotient')(dividend, divisor)) }}
{%- endmacro %}
{% macro default__whole_quotient(dividend, divisor) -%}(({{ dividend }}) / ({{ divisor }})){%- endmacro %}
{% macro duckdb__whole_quotient(dividend, divisor) -%}(({{ dividend }}) // ({{ divisor }})){%- endmacro %}
{% macro spark__whole_quotient(dividend, divisor) -%}(({{ dividend }}) div ({{ divisor }})){%- endmacro %}

{#- Distinct values of a group as one text, in byte order. -#}
{% macro sorted_list(expression) -%}{{ return(adapter.dispatch('sorted_list')(expression)) }}{%- endmacro %}
{% macro default__sorted_list(expression) -%}
    string_agg(distinct {{ expression }}, ', ' order by {{ expression }})
{%- endmacro %}
{% macro postgres__sorted_list(expression) -%}
    string_agg(
        distinct cast({{ expression }} as text) collate "C", ', ' order by cast({{ expression }} as text) collate "C"
    )
{%- endmacro %}
{% macro spark__sorted_list(expression) -%}
    nullif(array_join(array_sort(collect_set({{ expression }})), ', '), '')
{%- endmacro %}

{#- Text of one to four digits as an integer, null where it is anything else; casts of such texts differ. -#}
{% macro integer_or_null(expression) -%}
    case
        when length({{ expression }}) between 1 and 4 and translate({{ expression }}, '0123456789', '') = ''
            then cast({{ expression }} as integer)
    end
{%- endmacro %}

{#- A bit for the running index of a month; after 62 months they come again. -#}
{% macro month_bit(month_index) -%}{{ return(adapter.dispatch('month_bit')(month_index)) }}{%- endmacro %}
{% macro default__month_bit(month_index) -%}(cast(1 as bigint) << ({{ month_index }} % 62)){%- endmacro %}
{% macro spark__month_bit(month_index) -%}shiftleft(cast(1 as bigint), {{ month_index }} % 62){%- endmacro %}
