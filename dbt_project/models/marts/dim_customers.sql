-- Grain: one customer of CMIS with at least one version that has begun: who is judged today, and if not why.
with

judged as (
    select
        applicable.customer_key,
        min(case when applicable.is_in_scope then month.month end) as first_judged_month,
        max(case when applicable.is_in_scope then month.month end) as last_judged_month
    from {{ ref('int_rules__applicable') }} as applicable
    inner join {{ ref('int_calendar__judged_months') }} as month on applicable.month_index = month.month_index
    group by applicable.customer_key
),

named as (
    select
        customer_id,
        customer_name,
        valid_to,
        row_number() over (partition by customer_id order by valid_from desc) as version_rank
    from {{ ref('stg_cmis__customers') }}
),

scoped as (
    select
        customer.customer_id,
        customer.customer_key,
        scope.unit_code,
        scope.first_date,
        scope.is_in_force,
        scope.scope_reason,
        scope.price_groups,
        scope.book_codes
    from {{ ref('int_customers__scope_by_day') }} as scope
    inner join {{ ref('int_customers__keyed') }} as customer on scope.customer_key = customer.customer_key
    where scope.is_as_of
    union all
    select
        customer_id,
        null as customer_key,
        unit_code,
        first_date,
        is_in_force,
        scope_reason,
        price_groups,
        book_codes
    from {{ ref('int_customers__excluded') }}
)

select
    scoped.customer_id,
    cast(named.customer_name as {{ dbt.type_string() }}) as customer_name,
    scoped.unit_code as managing_unit_code,
    scoped.first_date,
    named.valid_to as end_date,
    scoped.is_in_force,
    case when scoped.scope_reason is null then 'trong_pham_vi' else 'ngoai_pham_vi' end as scope,
    cast(scoped.scope_reason as {{ dbt.type_string() }}) as scope_reason,
    cast(scoped.price_groups as {{ dbt.type_string() }}) as price_groups,
    cast(scoped.book_codes as {{ dbt.type_string() }}) as book_codes,
    cast(judged.first_judged_month as {{ dbt.type_string() }}) as first_judged_month,
    cast(judged.last_judged_month as {{ dbt.type_string() }}) as last_judged_month,
    cast({{ searchable(['named.customer_name', 'scoped.customer_id']) }} as {{ dbt.type_string() }}) as search_text
from scoped
inner join named on scoped.customer_id = named.customer_id and named.version_rank = 1
left join judged on scoped.customer_key = judged.customer_key
