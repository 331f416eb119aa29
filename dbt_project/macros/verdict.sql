{#-
    The verdict and its precedence, written once: out of scope, not enough data, agreement, threshold.

    An agreement that the book follows and the threshold would not ask for is `thoa_thuan`; one that the book does not
    follow is judged against the agreed number.
-#}
{% macro verdict(is_in_scope, threshold_periods, agreed_periods, actual_periods) -%}
    case
        when not {{ is_in_scope }} then 'ngoai_pham_vi'
        when {{ threshold_periods }} is null or {{ actual_periods }} is null then 'chua_du_du_lieu'
        when {{ agreed_periods }} is not null and {{ actual_periods }} < {{ agreed_periods }} then 'thieu_ky'
        when {{ agreed_periods }} is not null and {{ actual_periods }} > {{ agreed_periods }} then 'thua_ky'
        when {{ agreed_periods }} is not null and {{ agreed_periods }} <> {{ threshold_periods }} then 'thoa_thuan'
        when {{ actual_periods }} < {{ threshold_periods }} then 'thieu_ky'
        when {{ actual_periods }} > {{ threshold_periods }} then 'thua_ky'
        else 'dung'
    end
{%- endmacro %}
