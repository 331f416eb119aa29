-- Finding: CMIS holds the same version row of the customer or of one of its metering points more than once.
with

repeated as (
    select ma_khang as customer_id
    from {{ source('cmis', 'hdg_khach_hang') }}
    group by ma_khang, ngay_hluc
    having count(*) > 1
    union all
    select min(ma_khang) as customer_id
    from {{ source('cmis', 'hdg_diem_do') }}
    group by ma_ddo, ngay_hluc
    having count(*) > 1
    union all
    select point.customer_id
    from {{ source('cmis', 'hdg_ddo_sogcs') }} as place
    inner join {{ ref('int_points__versions') }} as point on place.ma_ddo = point.point_id
    group by point.customer_id, place.ma_ddo, place.ngay_hluc, point.valid_from
    having count(*) > 1
)

select
    'duplicate_version_rows' as rule_id,
    customer.customer_key,
    latest.month_index,
    cast(null as {{ dbt.type_string() }}) as evidence,
    count(*) as evidence_value,
    0 as reference_value
from repeated
inner join {{ ref('int_customers__keyed') }} as customer on repeated.customer_id = customer.customer_id
cross join {{ ref('int_calendar__judged_months') }} as latest
where latest.is_last
group by customer.customer_key, latest.month_index
