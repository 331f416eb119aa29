-- Grain: one customer and judged month.  A verdict with its evidence.
with

judged as (
    select
        result.*,
        result.agreed_periods is not null and result.actual_periods <> result.agreed_periods as is_against_agreement,
        word.is_wrong,
        {{ mean_kwh('result.judged_wh', 'result.factor', 'result.divisor') }} as average_kwh,
        result.is_in_scope and result.gap_months = 0 as has_average
    from {{ ref('int_rules__reading_periods') }} as result
    inner join {{ ref('words') }} as word on word.word_set = 'verdict' and result.verdict = word.code
),

followed as (
    select
        *,
        max(case when not is_wrong then month_index end) over (
            partition by customer_id order by month_index rows between unbounded preceding and current row
        ) as last_not_wrong_index,
        min(month_index) over (partition by customer_id) as first_index
    from judged
)

select
    cast(month.month as {{ dbt.type_string() }}) as month,
    cast(month.quarter as {{ dbt.type_string() }}) as quarter,
    month.is_quarter_end,
    followed.customer_id,
    followed.unit_code,
    followed.managing_unit_code,
    followed.verdict,
    case
        when followed.verdict = 'ngoai_pham_vi' then followed.scope_reason
        when followed.verdict <> 'chua_du_du_lieu' then null
        when followed.actual_periods is null then 'khong_co_so'
        when followed.is_new then 'moi_chua_dang_ky'
        else 'thieu_hoa_don'
    end as reason,
    case
        when followed.is_in_scope and (followed.is_against_agreement or followed.verdict = 'thoa_thuan')
            then 'thoa_thuan'
        else followed.measured_basis
    end as basis,
    followed.rule_id,
    case
        when not followed.is_in_scope then null
        when followed.is_against_agreement then followed.agreed_periods
        else followed.threshold_periods
    end as required_periods,
    followed.threshold_periods,
    case when followed.is_in_scope then followed.agreed_periods end as agreed_periods,
    case when followed.is_in_scope then followed.agreement_document end as agreement_document,
    followed.actual_periods,
    followed.average_kwh,
    case
        when followed.has_average then {{ mean_kwh('followed.window_wh', '1', 'followed.window_months') }}
    end as plain_average_kwh,
    case
        when followed.has_average then {{ mean_kwh(
            'followed.window_wh', 'followed.window_days', 'followed.window_months * followed.covered_days'
        ) }}
    end as day_weighted_average_kwh,
    {{ wh_to_kwh('followed.registered_wh') }} as registered_average_kwh,
    {{ wh_to_kwh('followed.window_wh') }} as window_kwh,
    cast(month.window_first_month as {{ dbt.type_string() }}) as window_first_month,
    {{ wh_to_kwh('followed.wh_month_1') }} as kwh_month_1,
    {{ wh_to_kwh('followed.wh_month_2') }} as kwh_month_2,
    {{ wh_to_kwh('followed.wh_month_3') }} as kwh_month_3,
    followed.days_month_1,
    followed.days_month_2,
    followed.days_month_3,
    month.window_days,
    followed.covered_days,
    followed.is_window_ordinary,
    followed.gap_months,
    {{ wh_to_kwh('followed.lower_threshold_wh') }} as lower_threshold_kwh,
    {{ wh_to_kwh('followed.upper_threshold_wh') }} as upper_threshold_kwh,
    cast(least(
        abs(followed.average_kwh - {{ wh_to_kwh('followed.lower_threshold_wh') }}),
        abs(followed.average_kwh - {{ wh_to_kwh('followed.upper_threshold_wh') }})
    ) as decimal(18, 2)) as distance_to_threshold_kwh,
    followed.book_codes,
    followed.has_mixed_books,
    followed.has_schedule_history,
    followed.price_groups,
    coalesce(followed.is_mixed_price, false) as is_mixed_price,
    month.is_provisional,
    cast(case when followed.is_wrong then since.month end as {{ dbt.type_string() }}) as wrong_since_month
from followed
inner join {{ ref('int_calendar__judged_months') }} as month on followed.month_index = month.month_index
left join {{ ref('calendar_months') }} as since
    on coalesce(followed.last_not_wrong_index + 1, followed.first_index) = since.month_index
