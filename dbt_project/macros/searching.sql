{#- Words as people look for them: small Latin letters, digits and blanks, a blank before each; the same on every engine,
    which their own lower() and unaccent are not. -#}
{% macro searchable(expressions) -%}
    {%- set bare = {
        'a': 'àáảãạăằắẳẵặâầấẩẫậäåā', 'c': 'çč', 'd': 'đð', 'e': 'èéẻẽẹêềếểễệëē', 'i': 'ìíỉĩịîïī', 'n': 'ñń',
        'o': 'òóỏõọôồốổỗộơờớởỡợöøō', 's': 'šś', 'u': 'ùúủũụưừứửữựûüū', 'y': 'ỳýỷỹỵÿ', 'z': 'žź',
    } -%}
    {%- set written, meant, marks = [], [], ".,;:()[]{}<>/\\|-–—_&+*=~^`$@%\"'“”‘’!?#" -%}
    {%- for letter in 'abcdefghijklmnopqrstuvwxyz' -%}
        {%- for other in letter | upper ~ bare.get(letter, '') ~ bare.get(letter, '') | upper -%}
            {%- do written.append(other) -%}
            {%- do meant.append(letter) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set text -%}
        {%- for expression in expressions -%}
            coalesce({{ expression }}, ''){{ " || ' ' || " if not loop.last }}
        {%- endfor -%}
    {%- endset -%}
    ' ' || {{ bare_letters(text, written | join ~ marks, meant | join ~ ' ' * (marks | length), marks) }}
{%- endmacro %}

{#- ``text`` with each character of ``written`` as the one at its place in ``meant``; ``marks``, its end, mean blanks. -#}
{% macro bare_letters(text, written, meant, marks) -%}
    {{ return(adapter.dispatch('bare_letters')(text, written, meant, marks)) }}
{%- endmacro %}

{% macro default__bare_letters(text, written, meant, marks) -%}
    translate({{ text }}, {{ text_literal(written) }}, {{ text_literal(meant) }})
{%- endmacro %}

{#- DuckDB's translate makes its table anew for each row: eight times slower than its own functions, which agree with it
    as long as a text has no other characters than the listed ones. -#}
{% macro duckdb__bare_letters(text, written, meant, marks) -%}
    case
        when regexp_full_match({{ text }}, {{ text_literal('[a-z0-9 ' ~ of_class(written) ~ ']*') }})
            then regexp_replace(
                replace(replace(replace(lower(strip_accents({{ text }})), 'đ', 'd'), 'ð', 'd'), 'ø', 'o'),
                {{ text_literal('[' ~ of_class(marks) ~ ']') }}, ' ', 'g'
            )
        else {{ default__bare_letters(text, written, meant, marks) }}
    end
{%- endmacro %}

{% macro of_class(characters) -%}
    {%- set escaped = characters | replace('\\', '\\\\') | replace('[', '\\[') | replace(']', '\\]') -%}
    {{ return(escaped | replace('^', '\\^') | replace('-', '\\-')) }}
{%- endmacro %}
