{{ config(materialized='table') }}

-- Grain: one candidate and scope day: whether it is judged, and if not why.
with

described as (
    select
        version.customer_key,
        version.unit_code,
        version.first_date,
        version.scope_day,
        version.month_index,
        version.is_as_of,
        version.is_in_force,
        case
            when not version.is_in_force and version.has_later_version then 'giua_hai_phien_ban'
            when not version.is_in_force then 'da_thanh_ly'
            else {{ scope_reason('points', 'contract.is_non_residential') }}
        end as scope_reason,
        points.actual_periods,
        coalesce(lists.book_codes, points.first_book_code) as book_codes,
        coalesce(points.has_mixed_books, false) as has_mixed_books,
        points.first_book_code is not null and points.has_schedule_history as has_schedule_history,
        coalesce(points.has_inactive_book, false) as has_inactive_book,
        coalesce(lists.price_groups, points.first_price_group) as price_groups,
        points.has_non_residential = 1
        and points.has_residential + points.has_wholesale + points.has_internal > 0 as is_mixed_price,
        contract.registered_wh,
        contract.first_annex_periods,
        contract.last_annex_periods,
        contract.has_contract_in_force
    from {{ ref('int_customers__versions_by_day') }} as version
    left join {{ ref('int_customers__points_by_day') }} as points
        on version.customer_key = points.customer_key and version.scope_day = points.scope_day
    left join {{ ref('int_customers__lists_by_day') }} as lists
        on version.customer_key = lists.customer_key and version.scope_day = lists.scope_day
    left join {{ ref('int_customers__contract_spans') }} as contract
        on version.customer_key = contract.customer_key and {{ holds_on('contract', 'version.scope_day') }}
)

select
    *,
    scope_reason is null as is_in_scope
from described
