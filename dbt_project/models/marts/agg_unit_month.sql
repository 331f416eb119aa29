-- Grain: one unit (as of the month) and judged month; no customer can be told from it, so everyone may see it.
select
    result.unit_code,
    result.month,
    result.quarter,
    result.is_quarter_end,
    result.is_provisional,
    cast(count(*) as integer) as customers_in_scope,
    cast(sum(case when result.verdict = 'dung' then 1 else 0 end) as integer) as customers_right,
    cast(sum(case when result.verdict = 'thieu_ky' then 1 else 0 end) as integer) as customers_too_few,
    cast(sum(case when result.verdict = 'thua_ky' then 1 else 0 end) as integer) as customers_too_many,
    cast(sum(case when result.verdict = 'thoa_thuan' then 1 else 0 end) as integer) as customers_agreed,
    cast(sum(case when result.verdict = 'chua_du_du_lieu' then 1 else 0 end) as integer)
        as customers_not_enough_data,
    cast(coalesce(sum(result.kwh_month_3), 0) as decimal(18, 3)) as kwh_total
from {{ ref('fct_reading_period_compliance') }} as result
where result.verdict <> 'ngoai_pham_vi'
group by result.unit_code, result.month, result.quarter, result.is_quarter_end, result.is_provisional
