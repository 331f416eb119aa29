-- Grain: one judged customer and month as metrics count it: its judged months, and before them the months with a bill.
with

-- Months of one customer follow one another, so the month after a wrong one is judged too.
after_wrong as (
    select
        result.customer_id,
        following.month
    from {{ ref('fct_reading_period_compliance') }} as result
    inner join {{ ref('calendar_months') }} as calendar on result.month = calendar.month
    inner join {{ ref('calendar_months') }} as following on calendar.month_index + 1 = following.month_index
    where result.wrong_since_month is not null
)

select
    coalesce(result.customer_id, bill.customer_id) as customer_id,
    cast(calendar.month as {{ dbt.type_string() }}) as month,
    calendar.first_day as month_date,
    cast(calendar.quarter as {{ dbt.type_string() }}) as quarter,
    calendar.is_quarter_end,
    coalesce(result.unit_code, bill.unit_code) as unit_code,
    coalesce(result.managing_unit_code, bill.managing_unit_code) as managing_unit_code,
    result.verdict,
    result.reason,
    result.basis,
    result.rule_id,
    result.required_periods,
    result.actual_periods,
    result.threshold_periods,
    result.price_groups as price_group,
    result.book_codes,
    case when result.verdict <> 'ngoai_pham_vi' then 1 else 0 end as customers_in_scope,
    case when result.verdict = 'dung' then 1 else 0 end as customers_right,
    case when result.verdict = 'thieu_ky' then 1 else 0 end as customers_too_few,
    case when result.verdict = 'thua_ky' then 1 else 0 end as customers_too_many,
    case when result.verdict = 'thoa_thuan' then 1 else 0 end as customers_agreed,
    case when result.verdict = 'chua_du_du_lieu' then 1 else 0 end as customers_not_enough_data,
    case when result.wrong_since_month = result.month and not judged.is_first then 1 else 0 end
        as customers_newly_wrong,
    case when after_wrong.month is not null and result.wrong_since_month is null then 1 else 0 end
        as customers_newly_settled,
    calendar.month_index - since.month_index + 1 as months_wrong,
    case when coalesce(result.kwh_month_3, bill.kwh) is not null then 1 else 0 end as customers_billed,
    cast(coalesce(result.kwh_month_3, bill.kwh, 0) as decimal(18, 3)) as kwh_total,
    cast(case when result.wrong_since_month is null then 0 else coalesce(result.kwh_month_3, 0) end as decimal(18, 3))
        as kwh_wrong
from {{ ref('fct_reading_period_compliance') }} as result
full join {{ ref('int_bills__before_judging') }} as bill
    on result.customer_id = bill.customer_id and result.month = bill.month
inner join {{ ref('calendar_months') }} as calendar on coalesce(result.month, bill.month) = calendar.month
left join {{ ref('int_calendar__judged_months') }} as judged on calendar.month_index = judged.month_index
left join {{ ref('calendar_months') }} as since on result.wrong_since_month = since.month
left join after_wrong on result.customer_id = after_wrong.customer_id and result.month = after_wrong.month
