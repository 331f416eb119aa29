-- Grain: one word that readers see for a code: verdicts, bases, reasons, scope.
select
    cast(word_set as {{ dbt.type_string() }}) as word_set,
    cast(code as {{ dbt.type_string() }}) as code,
    cast(rank as integer) as rank,
    cast(label_vi as {{ dbt.type_string() }}) as label_vi,
    cast(label_en as {{ dbt.type_string() }}) as label_en,
    cast(meaning_vi as {{ dbt.type_string() }}) as meaning_vi,
    is_wrong,
    is_right
from {{ ref('words') }}
