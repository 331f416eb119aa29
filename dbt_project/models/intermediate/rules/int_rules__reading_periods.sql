-- The number of reading periods, judged with the parameters in force on the window's last day.
-- Grain: one row of the index.
with

-- What is measured, as energy x factor / divisor, so that it is compared with thresholds without dividing.
measured as (
    select
        measured.*,
        rule.lower_threshold_wh,
        rule.upper_threshold_wh,
        rule.by_agreement_below_wh,
        rule.periods_below,
        rule.periods_between,
        rule.periods_above,
        case
            when not measured.is_in_scope then null
            when measured.gap_months = 0 then 'thuc_te'
            when measured.is_new and measured.registered_wh > 0 then 'hop_dong'
        end as measured_basis
    from {{ ref('int_windows__measured') }} as measured
    inner join {{ ref('int_rules__parameters_by_month') }} as rule on measured.month_index = rule.month_index
),

scaled as (
    select
        *,
        case measured_basis when 'thuc_te' then window_wh when 'hop_dong' then registered_wh end as judged_wh,
        cast(case
            when measured_basis = 'thuc_te' and not is_window_ordinary then window_days else 1
        end as bigint) as factor,
        cast(case
            when measured_basis = 'hop_dong' then 1
            when is_window_ordinary then window_months
            else window_months * covered_days
        end as bigint) as divisor
    from measured
),

compared as (
    select
        scaled.*,
        agreement.agreed_periods,
        agreement.document as agreement_document,
        case
            when scaled.judged_wh is null then null
            when
                agreement.agreed_periods is null and scaled.by_agreement_below_wh > 0
                and scaled.judged_wh * scaled.factor < scaled.by_agreement_below_wh * scaled.divisor
                then scaled.actual_periods
            when scaled.judged_wh * scaled.factor < scaled.lower_threshold_wh * scaled.divisor
                then scaled.periods_below
            when scaled.judged_wh * scaled.factor <= scaled.upper_threshold_wh * scaled.divisor
                then scaled.periods_between
            else scaled.periods_above
        end as threshold_periods
    from scaled
    left join {{ ref('int_agreements__by_month') }} as agreement
        on scaled.customer_key = agreement.customer_key and scaled.month_index = agreement.month_index
)

select
    *,
    {{ verdict('is_in_scope', 'threshold_periods', 'agreed_periods', 'actual_periods') }} as verdict
from compared
