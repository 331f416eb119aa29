-- One DuckDB query from raw to the same verdicts, written for speed alone: no evidence, no findings, no reuse, law and
-- settings in the text.  The models are measured against it.  Reads schema raw; answers customer_id, month, verdict.
--
-- What makes it quick: strings are left behind for small integers at once (k numbers the customers, m the months);
-- whoever can never be judged drops out while the bills are scanned; validity is intersected as spans of days before
-- it is spread over months; only odd rows (several versions, split months, missing months) take the long way.
with
-- Months are counted from the first one of the first window; closing is the month of the as-of day.
span as materialized (
    select
        list_sort(list(distinct nam * 12 + thang - 1))[3] - 2 as opening,
        any_value((select (year(as_of_date) * 12 + month(as_of_date) - 1)::integer from raw.snapshot)) as closing
    from raw.hdn_hdon
),
calendar as materialized (
    select
        (i - opening)::integer as m, make_date((i // 12)::integer, (i % 12 + 1)::integer, 1) as first_day,
        last_day(make_date((i // 12)::integer, (i % 12 + 1)::integer, 1)) as last_day, i >= 24301 as agreements_count
    from (select opening, unnest(range(opening, closing)) as i from span)
),
months as materialized (
    select m.*, m.last_day - w.first_day + 1 as window_days, strftime(m.first_day, '%Y-%m') as month
    from calendar as m join calendar as w on w.m = m.m - 2
),
-- Who can be judged at all: a price other than SH* or BB* at some time, or such a contract.
candidates as materialized (
    select ma_khang, row_number() over ()::integer as k
    from (
        select ma_khang from raw.hdg_diem_do where ma_ddo in (
            select ma_ddo from raw.hdg_bban_apgia
            where
                (trang_thai is null or trang_thai = 1)
                and not (starts_with(ma_nhomnn, 'SH') or starts_with(ma_nhomnn, 'BB'))
        )
        union
        select ma_khang from raw.hdg_hop_dong where ma_loaihd = 'HDNSH'
    )
),
customers as materialized (
    select k, ngay_hluc as f,
        case
            when lead(ngay_hluc) over w = ngay_hhluc + 1 then ngay_hhluc + 1 else coalesce(ngay_hhluc, date 'infinity')
        end as t,
        min(ngay_hluc) over (partition by k) as first_date
    from (
        select distinct k, ngay_hluc, ngay_hhluc from raw.hdg_khach_hang join candidates using (ma_khang)
    )
    window w as (partition by k order by ngay_hluc)
),
first_months as materialized (
    select k, min(m) as first_m, any_value(first_date) as first_date
    from customers join months on f <= last_day and t > last_day group by k
),
point_versions as materialized (
    select ma_ddo, k, ngay_hluc as f, count(*) over (partition by ma_ddo) as versions,
        case
            when lead(ngay_hluc) over w = ngay_hhluc + 1 then ngay_hhluc + 1 else coalesce(ngay_hhluc, date 'infinity')
        end as t
    from (
        select distinct ma_ddo, k, ngay_hluc, ngay_hhluc
        from raw.hdg_diem_do left join candidates using (ma_khang)
        where ma_ddo in (select ma_ddo from raw.hdg_diem_do where ma_khang in (select ma_khang from candidates))
    )
    window w as (partition by ma_ddo order by ngay_hluc)
),
points as materialized (
    select ma_ddo, k, f, t from point_versions where versions = 1 and k is not null
    union all
    -- of two open versions the later counts: settled month by month
    select ma_ddo, k, last_day, last_day + 1
    from (
        select ma_ddo, last_day, arg_max({'k': k}, f).k as k
        from point_versions join months on f <= last_day and t > last_day
        where versions > 1 group by ma_ddo, last_day
    )
    where k is not null
),
places as (
    select ma_ddo, ma_dviqly, ma_sogcs, ngay_hluc as f, lead(ngay_hluc) over w as next_f,
        case when next_f = ngay_hhluc + 1 then next_f else coalesce(ngay_hhluc, date 'infinity') end as t
    from (
        select distinct ma_ddo, ma_dviqly, ma_sogcs, ngay_hluc, ngay_hhluc from raw.hdg_ddo_sogcs
        where ma_ddo in (select ma_ddo from points)
    )
    window w as (partition by ma_ddo order by ngay_hluc)
),
-- Books and prices of a point over all time, with the spans that have none.
placed as (
    select ma_ddo, ma_dviqly, ma_sogcs, f, t from places
    union all
    select ma_ddo, null, null, t, coalesce(next_f, date 'infinity')
    from places where t < coalesce(next_f, date 'infinity')
    union all
    select ma_ddo, null, null, date '-infinity', min(f) from places group by ma_ddo
),
price_rows as materialized (
    select ma_ddo, ngay_hluc as f, bool_or(not (starts_with(ma_nhomnn, 'SH') or starts_with(ma_nhomnn, 'BB'))) as nsh
    from raw.hdg_bban_apgia
    where (trang_thai is null or trang_thai = 1) and ma_ddo in (select ma_ddo from points)
    group by ma_ddo, ngay_hluc
),
priced as (
    select ma_ddo, nsh, f, coalesce(lead(f) over (partition by ma_ddo order by f), date 'infinity') as t from price_rows
    union all
    select ma_ddo, null, date '-infinity', min(f) from price_rows group by ma_ddo
),
books as materialized (
    select ma_dviqly, ma_sogcs, row_number() over ()::integer as b, any_value(so_ky) as so_ky,
        any_value(coalesce(loai_sogcs, 'KH')) = 'KH' as is_kh
    from raw.d_sogcs group by all
),
book_months as (
    select b, m, coalesce(any_value(n), any_value(so_ky)) as periods
    from (
        select b, so_ky, m, null as n from books cross join months
        union all
        select b, so_ky, (nam * 12 + thang - 1 - opening)::integer, count(distinct ky)
        from raw.gcs_lichgcs join books using (ma_dviqly, ma_sogcs) cross join span
        group by all
    )
    group by b, m
),
spans as materialized (
    select p.k, b.b, b.is_kh, l.ma_sogcs is not null as in_book, pr.nsh,
        greatest(p.f, l.f, pr.f) as f, least(p.t, l.t, pr.t) as t, count(*) over (partition by p.k) as n
    from points as p
    left join placed as l on l.ma_ddo = p.ma_ddo and l.f < p.t and l.t > p.f
    left join priced as pr on pr.ma_ddo = p.ma_ddo and pr.f < least(p.t, l.t) and pr.t > greatest(p.f, l.f)
    left join books as b on b.ma_dviqly = l.ma_dviqly and b.ma_sogcs = l.ma_sogcs
),
-- A customer's row for a month is k * 256 + m.  Customers with one version and one span need no grouping.
simple as materialized (
    select s.*, c.f as in_force_from, c.t as in_force_to
    from spans as s
    join (select k, min(f) as f, max(t) as t from customers group by k having count(*) = 1) as c using (k)
    where s.n = 1
),
others as (
    select k, m.m,
        min(b.periods) as actual,
        bool_and(not coalesce(s.is_kh, true)) filter (s.in_book) as boundary,
        bool_or(s.nsh) filter (s.in_book) as nsh, bool_or(s.nsh) as nsh_anywhere
    from (select * from spans anti join simple using (k)) as s
    join months as m on s.f <= m.last_day and s.t > m.last_day
    left join book_months as b on b.b = s.b and b.m = m.m
    group by all
),
state as materialized (
    select s.k, m.m, f.first_date,
        s.in_force_from <= m.last_day and s.in_force_to > m.last_day as is_in_force,
        s.f <= m.last_day and s.t > m.last_day as is_held,
        case when is_held then b.periods end as actual,
        is_held and s.in_book and not coalesce(s.is_kh, true) as boundary,
        case when is_held and s.in_book then s.nsh end as nsh,
        case when is_held then s.nsh end as nsh_anywhere
    from simple as s
    join first_months as f using (k)
    join months as m on m.m >= f.first_m
    left join book_months as b on b.b = s.b and b.m = m.m
    union all
    select f.k, m.m, f.first_date, i.k is not null, o.k is not null, o.actual, o.boundary, o.nsh, o.nsh_anywhere
    from (select * from first_months anti join simple using (k)) as f
    join months as m on m.m >= f.first_m
    left join (
        select distinct c.k, m.m
        from (select * from customers anti join simple using (k)) as c
        join months as m on c.f <= m.last_day and c.t > m.last_day
    ) as i on i.k = f.k and i.m = m.m
    left join others as o on o.k = f.k and o.m = m.m
),
unpriced as materialized (
    select s.k, s.m, c.ma_khang from state as s join candidates as c using (k) where s.is_in_force and s.nsh is null
),
unpriced_contracts as materialized (
    select ma_khang, ma_loaihd, hluc_tungay as f, coalesce(hluc_denngay, date 'infinity') as t
    from raw.hdg_hop_dong where ma_khang in (select ma_khang from unpriced)
),
by_contract as (
    select u.k, u.m, coalesce(
        bool_or(ct.ma_loaihd = 'HDNSH') filter (ct.t > m.last_day), bool_or(ct.ma_loaihd = 'HDNSH')) as nsh
    from unpriced as u
    join unpriced_contracts as ct using (ma_khang)
    join months as m on m.m = u.m and ct.f <= m.last_day
    group by u.k, u.m
),
scoped as materialized (
    select s.k, s.m, s.first_date, s.actual,
        s.is_in_force and not coalesce(s.boundary, false)
        and coalesce(s.nsh, ct.nsh, s.nsh_anywhere, false) as is_in_scope
    from state as s left join by_contract as ct using (k, m)
),
judged as materialized (
    select k * 256 + m as key, * from scoped where k in (select k from scoped where is_in_scope)
),
corrections as materialized (
    select id_hdon, count(*) filter (loai_dchinh = 'HB') > count(*) filter (loai_dchinh = 'LL') as is_dead,
        (sum(dien_tthu) * 1000)::bigint as wh
    from raw.hdn_hdon_dc group by id_hdon
),
bills as materialized (
    select c.k, h.nam * 12 + h.thang - 1 as i, h.ngay_dky as f, h.ngay_cky as t,
        (h.dien_tthu::decimal(14, 3) * 1000::decimal(4, 0))::bigint + coalesce(d.wh, 0) as wh
    from raw.hdn_hdon as h
    join candidates as c using (ma_khang)
    left join corrections as d using (id_hdon)
    where h.loai_hdon in ('TD', 'TC') and not coalesce(d.is_dead, false)
),
billed as materialized (
    select k * 256 + i - opening as key, sum(wh)::bigint as wh,
        min(f) as f, max(t) as t, min(f) <> max(f) or min(t) <> max(t) as is_odd
    from bills join span on i >= opening and i < closing
    group by all
),
-- Readings count only in months without a bill, so those of customers with a bill for every month are not looked at.
unbilled as materialized (
    select ma_khang, k from candidates
    where k not in (select key // 256 from billed group by all having count(*) = (select closing - opening from span))
),
zero_months as (
    select key, min(f) as f, max(t) as t
    from (
        select u.k * 256 + r.nam * 12 + r.thang - 1 - opening as key, r.ngay_dky as f, r.ngay_cky as t, r.san_luong
        from raw.gcs_chiso as r
        join unbilled as u using (ma_khang)
        join span on r.nam * 12 + r.thang - 1 >= opening and r.nam * 12 + r.thang - 1 < closing
        where r.loai_chiso = 'DDK' and r.bcs in ('KT', 'BT', 'CD', 'TD')
    )
    anti join billed using (key)
    group by key having sum(san_luong) = 0
),
-- Bills of one month that do not cover the same days: their spans, none overlapping another.
month_spans as materialized (
    select key, greatest(f, coalesce(until + 1, f)) as f, t
    from (
        select key, f, t, max(t) over (
            partition by key order by f, t rows between unbounded preceding and 1 preceding) as until
        from (select k * 256 + i - opening as key, f, t from bills cross join span)
        semi join (from billed where is_odd) using (key)
    )
    where until is null or t > until
),
monthly as materialized (
    select key, wh, f, t, coalesce(n.days, t - f + 1)::integer as days
    from billed left join (select key, sum(t - f + 1) as days from month_spans group by key) as n using (key)
    union all
    select key, 0, f, t, (t - f + 1)::integer from zero_months
),
windows as materialized (
    select j.key, j.k, j.m, j.first_date, j.actual, j.is_in_scope,
        coalesce(a.wh, 0) + coalesce(b.wh, 0) + coalesce(c.wh, 0) as wh,
        a.days + b.days + c.days as days,
        (a.days between 26 and 33 and b.days between 26 and 33 and c.days between 26 and 33) as is_ordinary,
        coalesce(a.t < b.f and b.t < c.f, false) as is_plain,
        a.key is not null and b.key is not null and c.key is not null as is_whole
    from judged as j
    left join monthly as a on a.key = j.key - 2
    left join monthly as b on b.key = j.key - 1
    left join monthly as c on c.key = j.key
),
-- Windows with a month missing, or with months whose bills overlap: days counted over the whole window.
odd_spans as materialized (
    select key, greatest(f, coalesce(until + 1, f)) as f, t
    from (
        select key, f, t, max(t) over (
            partition by key order by f, t rows between unbounded preceding and 1 preceding) as until
        from (
            select w.key, s.f, s.t
            from (
                select key, unnest([key - 2, key - 1, key]) as month_key
                from windows where is_in_scope and not is_plain
            ) as w
            join (
                from month_spans union all
                select key, f, t from monthly anti join month_spans using (key)
            ) as s on s.key = w.month_key
        )
    )
    where until is null or t > until
),
odd_days as (select key, sum(t - f + 1) as days from odd_spans group by key),
gaps as materialized (
    select w.key, min(w.k) as k, min(w.m) as m, min(w.first_date) as first_date, min(g.first_day) as first_gap
    from (select *, unnest([0, 1, 2]) as back from windows where is_in_scope and not is_whole) as w
    join calendar as g on g.m = w.m - w.back
    anti join monthly as b on b.key = w.key - w.back
    where coalesce((
            select sum(least(o.t, g.last_day) - greatest(o.f, g.first_day) + 1)
            from odd_spans as o
            where o.key = w.key and o.f <= g.last_day and o.t >= g.first_day
        ), 0) < g.last_day - g.first_day + 1
    group by w.key
),
gap_contracts as materialized (
    select distinct k, ma_hdong, hluc_tungay as f, coalesce(hluc_denngay, date 'infinity') as t
    from raw.hdg_hop_dong join candidates using (ma_khang)
    where k in (select k from gaps where first_date >= first_gap)
),
annexes as (
    select ma_hdong, a_tbinh, ngay_hluc as f,
        case
            when lead(ngay_hluc) over w = ngay_hhluc + 1 then ngay_hhluc + 1 else coalesce(ngay_hhluc, date 'infinity')
        end as t
    from (
        select distinct ma_hdong, a_tbinh, ngay_hluc, ngay_hhluc from raw.hdg_phu_luc_hd
        where ma_hdong in (select ma_hdong from gap_contracts)
    )
    window w as (partition by ma_hdong order by ngay_hluc)
),
registered as (
    select g.key, sum(a.a_tbinh) as kwh
    from gaps as g
    join months as m using (m)
    join gap_contracts as ct on ct.k = g.k and ct.f <= m.last_day and ct.t > m.last_day
    join annexes as a on a.ma_hdong = ct.ma_hdong and a.f <= m.last_day and a.t > m.last_day
    where g.first_date >= g.first_gap
    group by g.key
),
agreed as (
    select c.k * 256 + m.m as key, arg_max(a.so_ky, a.tu_ngay) as periods
    from raw.agreements as a
    join candidates as c using (ma_khang)
    join months as m
        on m.agreements_count and a.tu_ngay <= m.last_day and (a.den_ngay is null or a.den_ngay >= m.last_day)
    group by c.k, m.m
),
exceptions as materialized (
    select key, max(days) as days, max(registered) as registered, bool_or(is_gap) as is_gap, max(agreed) as agreed
    from (
        select key, days, null as registered, false as is_gap, null as agreed from odd_days
        union all
        select key, null, kwh, true, null from gaps left join registered using (key)
        union all
        select key, null, null, false, periods from agreed
    )
    group by key
),
measured as (
    select w.k, m.month, w.actual, w.is_in_scope, e.agreed,
        case
            when not w.is_in_scope then null
            when e.is_gap then
                case when e.registered > 0 then
                    case when e.registered < 50000 then 1 when e.registered <= 100000 then 2 else 3 end end
            when w.is_ordinary then case when w.wh < 150000000 then 1 when w.wh <= 300000000 then 2 else 3 end
            when w.wh * m.window_days < 150000000 * coalesce(e.days, w.days) then 1
            when w.wh * m.window_days <= 300000000 * coalesce(e.days, w.days) then 2
            else 3
        end as threshold
    from windows as w
    join months as m using (m)
    left join exceptions as e using (key)
)
select c.ma_khang as customer_id, month,
    case
        when not is_in_scope then 'ngoai_pham_vi'
        when threshold is null or actual is null then 'chua_du_du_lieu'
        when agreed is not null and actual < agreed then 'thieu_ky'
        when agreed is not null and actual > agreed then 'thua_ky'
        when agreed is not null and agreed <> threshold then 'thoa_thuan'
        when actual < threshold then 'thieu_ky'
        when actual > threshold then 'thua_ky'
        else 'dung'
    end as verdict
from measured
join candidates as c using (k)
