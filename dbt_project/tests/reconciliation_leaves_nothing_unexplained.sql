-- Every unit and month: all rows together are what CMIS has billed, the counted ones what the metrics add up.
with

cmis as (
    select
        bill.unit_code,
        calendar.month,
        count(*) as bills,
        {{ wh_to_kwh('sum(' ~ corrected_wh('bill', 'correction') ~ ')') }} as kwh
    from {{ ref('stg_cmis__bills') }} as bill
    inner join {{ ref('calendar_months') }} as calendar on bill.month_index = calendar.month_index
    left join {{ ref('int_bills__corrections_summed') }} as correction on bill.bill_id = correction.bill_id
    where bill.is_active_energy and not coalesce(correction.is_cancelled, false)
    group by bill.unit_code, calendar.month
),

reconciled as (
    select
        unit_code,
        month,
        sum(bills) as bills,
        sum(kwh) as kwh,
        sum(case when is_counted then customers else 0 end) as counted_customers,
        sum(case when is_counted then kwh else 0 end) as counted_kwh
    from {{ ref('agg_reconciliation') }}
    group by unit_code, month
),

told as (
    select
        coalesce(cmis.unit_code, reconciled.unit_code) as unit_code,
        coalesce(cmis.month, reconciled.month) as month,
        coalesce(reconciled.bills, 0) - coalesce(cmis.bills, 0) as bills_left,
        coalesce(reconciled.kwh, 0) - coalesce(cmis.kwh, 0) as kwh_left,
        coalesce(reconciled.counted_customers, 0) as counted_customers,
        coalesce(reconciled.counted_kwh, 0) as counted_kwh
    from cmis
    full join reconciled on cmis.unit_code = reconciled.unit_code and cmis.month = reconciled.month
)

select
    coalesce(told.unit_code, metric.unit_code) as unit_code,
    coalesce(told.month, metric.month) as month,
    told.bills_left,
    told.kwh_left,
    told.counted_kwh - metric.kwh_total as counted_kwh_left
from told
full join {{ ref('agg_unit_month') }} as metric on told.unit_code = metric.unit_code and told.month = metric.month
where
    coalesce(told.bills_left, 0) <> 0
    or coalesce(told.kwh_left, 0) <> 0
    or coalesce(told.counted_customers, 0) <> coalesce(metric.customers_billed, 0)
    or coalesce(told.counted_kwh, 0) <> coalesce(metric.kwh_total, 0)
