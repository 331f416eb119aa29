{#-
    Why a customer in force is not judged, null when it is: written once for customers that are judged month by month and
    for those that never are.  Prices of metering points in books decide; without any the contract type; without that
    the prices of points outside books.
-#}
{% macro scope_reason(points, contract_is_non_residential) -%}
    case
        when {{ points }}.is_boundary then 'ranh_gioi'
        when {{ points }}.has_non_residential = 1 then null
        when {{ points }}.has_wholesale = 1 then 'ban_buon'
        when {{ points }}.has_internal = 1 then 'noi_bo'
        when {{ points }}.has_residential = 1 then 'sinh_hoat'
        when {{ contract_is_non_residential }} = 1 then null
        when {{ contract_is_non_residential }} = 0 then 'sinh_hoat'
        when {{ points }}.has_non_residential_anywhere = 1 then null
        else 'khong_ro_nhom_gia'
    end
{%- endmacro %}
