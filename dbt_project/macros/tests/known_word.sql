{#- Every value of the column is a word of the set. -#}
{% test known_word(model, column_name, word_set) %}
    select distinct result.{{ column_name }} as unknown_word
    from {{ model }} as result
    left join {{ ref('words') }} as word
        on word.word_set = '{{ word_set }}' and result.{{ column_name }} = word.code
    where result.{{ column_name }} is not null and word.code is null
{% endtest %}
