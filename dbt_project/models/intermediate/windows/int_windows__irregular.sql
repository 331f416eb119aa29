{{ config(materialized='table') }}

-- Grain: one window to look into, with the days that its bills cover and its gaps.
with

spans as (
    select
        irregular.customer_key,
        irregular.month_index,
        span.first_day,
        span.last_day
    from {{ ref('int_windows__to_look_into') }} as irregular
    inner join {{ ref('int_calendar__window_members') }} as member on irregular.month_index = member.month_index
    inner join {{ ref('int_bills__covered_spans') }} as span
        on irregular.customer_key = span.customer_key and member.member_index = span.month_index
),

pieces as (
    {{ disjoint_spans('spans', ['customer_key', 'month_index']) }}
),

covered as (
    select
        customer_key,
        month_index,
        cast(sum({{ days_between('first_day', 'last_day') }} + 1) as integer) as covered_days
    from pieces
    group by customer_key, month_index
),

missing as (
    select
        irregular.customer_key,
        irregular.month_index,
        member.member_first_day,
        member.member_last_day,
        member.member_days
    from {{ ref('int_windows__to_look_into') }} as irregular
    inner join {{ ref('int_calendar__window_members') }} as member on irregular.month_index = member.month_index
    left join {{ ref('int_bills__by_month') }} as bill
        on irregular.customer_key = bill.customer_key and member.member_index = bill.month_index
    where bill.customer_key is null
),

-- A month without a bill is no gap where the window's bills cover all its days.
gaps as (
    select
        missing.customer_key,
        missing.month_index,
        missing.member_first_day
    from missing
    left join pieces
        on
            missing.customer_key = pieces.customer_key
            and missing.month_index = pieces.month_index
            and pieces.first_day <= missing.member_last_day
            and pieces.last_day >= missing.member_first_day
    group by missing.customer_key, missing.month_index, missing.member_first_day, missing.member_days
    having coalesce(sum(case when pieces.customer_key is not null then {{ days_between(
        'greatest(pieces.first_day, missing.member_first_day)', 'least(pieces.last_day, missing.member_last_day)'
    ) }} + 1 end), 0) < missing.member_days
)

select
    irregular.customer_key,
    irregular.month_index,
    coalesce(max(covered.covered_days), 0) as covered_days,
    cast(count(gaps.member_first_day) as integer) as gap_months,
    min(gaps.member_first_day) as first_gap_day
from {{ ref('int_windows__to_look_into') }} as irregular
left join covered on irregular.customer_key = covered.customer_key and irregular.month_index = covered.month_index
left join gaps on irregular.customer_key = gaps.customer_key and irregular.month_index = gaps.month_index
group by irregular.customer_key, irregular.month_index
