{#- Words as people look for them: small Latin letters, digits and blanks, a blank before each; the same on every engine,
    which their own lower() and unaccent are not. -#}
{% macro searchable(expressions) -%}
    {%- set bare = {
        'a': 'àáảãạăằắẳẵặâầấẩẫậäåā', 'c': 'çč', 'd': 'đð', 'e': 'èéẻẽẹêềếểễệëē', 'i': 'ìíỉĩịîïī', 'n': 'ñń',
        'o': 'òóỏõọôồốổỗộơờớởỡợöøō', 's': 'šś', 'u': 'ùúủũụưừứửữựûüū', 'y': 'ỳýỷỹỵÿ', 'z': 'žź',
    } -%}
    {%- set written, meant = [], [] -%}
    {%- for letter in 'abcdefghijklmnopqrstuvwxyz' -%}
        {%- for other in letter | upper ~ bare.get(letter, '') ~ bare.get(letter, '') | upper -%}
            {%- do written.append(other) -%}
            {%- do meant.append(letter) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for mark in ".,;:()[]{}<>/\\|-–—_&+*=~^`$@%\"'“”‘’!?#" -%}
        {%- do written.append(mark) -%}
        {%- do meant.append(' ') -%}
    {%- endfor -%}
    ' ' || translate(
        {% for expression in expressions -%}
            coalesce({{ expression }}, ''){{ " || ' ' || " if not loop.last }}
        {%- endfor %},
        {{ text_literal(written | join) }},
        {{ text_literal(meant | join) }}
    )
{%- endmacro %}
