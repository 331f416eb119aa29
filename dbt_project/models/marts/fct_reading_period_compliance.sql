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

-- Months of one customer follow one another, so wrong months with the same difference are one run.
wrong_months as (
    select
        customer_key,
        month_index,
        month_index - row_number() over (partition by customer_key order by month_index) as run_number
    from judged
    where is_wrong
),

wrong_runs as (
    select
        customer_key,
        month_index,
        min(month_index) over (partition by customer_key, run_number) as since_index
    from wrong_months
)

select
    cast(month.month as {{ dbt.type_string() }}) as month,
    cast(month.quarter as {{ dbt.type_string() }}) as quarter,
    month.is_quarter_end,
    customer.customer_id,
    judged.unit_code,
    judged.managing_unit_code,
    judged.verdict,
    case
        when judged.verdict = 'ngoai_pham_vi' then judged.scope_reason
        when judged.verdict <> 'chua_du_du_lieu' then null
        when judged.actual_periods is null then 'khong_co_so'
        when judged.is_new then 'moi_chua_dang_ky'
        else 'thieu_hoa_don'
    end as reason,
    case
        when judged.is_in_scope and (judged.is_against_agreement or judged.verdict = 'thoa_thuan')
            then 'thoa_thuan'
        else judged.measured_basis
    end as basis,
    judged.rule_id,
    case
        when not judged.is_in_scope then null
        when judged.is_against_agreement then judged.agreed_periods
        else judged.threshold_periods
    end as required_periods,
    judged.threshold_periods,
    case when judged.is_in_scope then judged.agreed_periods end as agreed_periods,
    case when judged.is_in_scope then judged.agreement_document end as agreement_document,
    judged.actual_periods,
    judged.average_kwh,
    case
        when judged.has_average then {{ mean_kwh('judged.window_wh', '1', 'judged.window_months') }}
    end as plain_average_kwh,
    case
        when judged.has_average then {{ mean_kwh(
            'judged.window_wh', 'judged.window_days', 'judged.window_months * judged.covered_days'
        ) }}
    end as day_weighted_average_kwh,
    {{ wh_to_kwh('judged.registered_wh') }} as registered_average_kwh,
    {{ wh_to_kwh('judged.window_wh') }} as window_kwh,
    cast(month.window_first_month as {{ dbt.type_string() }}) as window_first_month,
    {{ wh_to_kwh('judged.wh_month_1') }} as kwh_month_1,
    {{ wh_to_kwh('judged.wh_month_2') }} as kwh_month_2,
    {{ wh_to_kwh('judged.wh_month_3') }} as kwh_month_3,
    judged.days_month_1,
    judged.days_month_2,
    judged.days_month_3,
    month.window_days,
    judged.covered_days,
    judged.is_window_ordinary,
    judged.gap_months,
    {{ wh_to_kwh('judged.lower_threshold_wh') }} as lower_threshold_kwh,
    {{ wh_to_kwh('judged.upper_threshold_wh') }} as upper_threshold_kwh,
    cast(least(
        abs(judged.average_kwh - {{ wh_to_kwh('judged.lower_threshold_wh') }}),
        abs(judged.average_kwh - {{ wh_to_kwh('judged.upper_threshold_wh') }})
    ) as decimal(18, 2)) as distance_to_threshold_kwh,
    judged.book_codes,
    judged.has_mixed_books,
    judged.has_schedule_history,
    judged.price_groups,
    coalesce(judged.is_mixed_price, false) as is_mixed_price,
    month.is_provisional,
    cast(since.month as {{ dbt.type_string() }}) as wrong_since_month
from judged
inner join {{ ref('int_customers__keyed') }} as customer on judged.customer_key = customer.customer_key
inner join {{ ref('int_calendar__judged_months') }} as month on judged.month_index = month.month_index
left join wrong_runs
    on judged.customer_key = wrong_runs.customer_key and judged.month_index = wrong_runs.month_index
left join {{ ref('calendar_months') }} as since on wrong_runs.since_index = since.month_index
