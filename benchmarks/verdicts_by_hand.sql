-- One DuckDB query from raw to the same verdicts, written for speed alone: no evidence, no findings, no reuse, law in
-- the text.  The models are measured against it.  Parameters: none; it reads schema raw.
with
snapshot as (select as_of_date from raw.snapshot),
bill_months as (
    select idx, row_number() over (order by idx) as n
    from (select distinct nam * 12 + thang - 1 as idx from raw.hdn_hdon)
),
months as (
    select
        m.idx::integer as idx, m.month, m.last_day, m.first_day,
        (m.last_day - w.first_day + 1)::bigint as window_days, m.idx >= 24301 as agreements_count
    from (
        select
            i as idx, make_date((i // 12)::integer, (i % 12 + 1)::integer, 1) as first_day,
            last_day(make_date((i // 12)::integer, (i % 12 + 1)::integer, 1)) as last_day,
            strftime(make_date((i // 12)::integer, (i % 12 + 1)::integer, 1), '%Y-%m') as month
        from (select unnest(range(
            (select idx from bill_months where n = 3)::bigint,
            (select year(as_of_date) * 12 + month(as_of_date) - 1 from snapshot)::bigint
        )) as i)
    ) as m
    join (select i as idx, make_date((i // 12)::integer, (i % 12 + 1)::integer, 1) as first_day
          from (select unnest(range(24000::bigint, 25000::bigint)) as i)) as w on w.idx = m.idx - 2
),
customers as (
    select
        ma_khang, ngay_hluc as f,
        case when lead(ngay_hluc) over w = ngay_hhluc + 1 then ngay_hhluc + 1 else ngay_hhluc end as t,
        min(ngay_hluc) over (partition by ma_khang) as first_date
    from raw.hdg_khach_hang
    window w as (partition by ma_khang order by ngay_hluc)
),
price_spans as (
    select *, lead(f) over (partition by ma_ddo order by f) as t
    from (
        select
            ma_ddo, ngay_hluc as f,
            bool_or(not (ma_nhomnn like 'SH%' or ma_nhomnn like 'BB%')) as nsh,
            bool_or(ma_nhomnn = 'SHBN' or ma_nhomnn like 'BB%') as bb,
            bool_or(ma_nhomnn like 'SH%' and ma_nhomnn <> 'SHBN') as sh
        from raw.hdg_bban_apgia
        where coalesce(trang_thai, 1) = 1
        group by ma_ddo, ngay_hluc
    )
),
contracts as (
    select ma_hdong, ma_khang, ma_loaihd, hluc_tungay as f, hluc_denngay as t
    from (select distinct ma_hdong, ma_khang, ma_loaihd, hluc_tungay, hluc_denngay from raw.hdg_hop_dong)
),
candidates as materialized (
    select ma_khang, row_number() over ()::integer as k
    from (
        select ma_khang from raw.hdg_diem_do where ma_ddo in (select ma_ddo from price_spans where nsh)
        union
        select ma_khang from contracts where ma_loaihd = 'HDNSH'
    )
),
versions as (
    select c.k, v.f, v.t, v.first_date
    from candidates as c
    join customers as v using (ma_khang)
),
in_force as (
    select v.k, m.idx, any_value(v.first_date) as first_date
    from versions as v
    join months as m on v.f <= m.last_day and (v.t is null or v.t > m.last_day)
    group by v.k, m.idx
),
first_months as (select k, min(idx) as first_idx from in_force group by k),
points as (
    select
        p.ma_ddo, p.ma_khang, p.ngay_hluc as f,
        case when lead(ngay_hluc) over w = ngay_hhluc + 1 then ngay_hhluc + 1 else ngay_hhluc end as t
    from (select distinct ma_ddo, ma_khang, ngay_hluc, ngay_hhluc from raw.hdg_diem_do) as p
    where ma_ddo in (select ma_ddo from raw.hdg_diem_do where ma_khang in (select ma_khang from candidates))
    window w as (partition by ma_ddo order by ngay_hluc)
),
places as (
    select
        ma_ddo, ma_dviqly, ma_sogcs, ngay_hluc as f,
        case when lead(ngay_hluc) over w = ngay_hhluc + 1 then ngay_hhluc + 1 else ngay_hhluc end as t
    from (select distinct ma_ddo, ma_dviqly, ma_sogcs, ngay_hluc, ngay_hhluc from raw.hdg_ddo_sogcs)
    where ma_ddo in (select ma_ddo from points)
    window w as (partition by ma_ddo order by ngay_hluc)
),
scheduled as (
    select ma_dviqly, ma_sogcs, nam * 12 + thang - 1 as idx, count(distinct ky) as n
    from raw.gcs_lichgcs group by all
),
books as (
    select b.ma_dviqly, b.ma_sogcs, m.idx, coalesce(s.n, any_value(b.so_ky)) as periods,
        any_value(coalesce(b.loai_sogcs, 'KH')) = 'KH' as is_kh
    from raw.d_sogcs as b
    cross join months as m
    left join scheduled as s on s.ma_dviqly = b.ma_dviqly and s.ma_sogcs = b.ma_sogcs and s.idx = m.idx
    group by b.ma_dviqly, b.ma_sogcs, m.idx, s.n
),
point_months as (
    select p.ma_ddo, p.ma_khang, m.idx, m.last_day, pl.ma_dviqly, pl.ma_sogcs
    from points as p
    join months as m on p.f <= m.last_day and (p.t is null or p.t > m.last_day)
    left join places as pl
        on pl.ma_ddo = p.ma_ddo and pl.f <= m.last_day and (pl.t is null or pl.t > m.last_day)
    -- of two open versions the later counts
    qualify row_number() over (partition by p.ma_ddo, m.idx order by p.f desc) = 1
),
point_state as (
    select
        c.k, pm.idx, min(b.periods) as actual,
        bool_and(not coalesce(b.is_kh, true)) filter (pm.ma_sogcs is not null) as boundary,
        bool_or(pr.nsh) filter (pm.ma_sogcs is not null) as nsh,
        bool_or(pr.bb) filter (pm.ma_sogcs is not null) as bb,
        bool_or(pr.sh) filter (pm.ma_sogcs is not null) as sh,
        bool_or(pr.nsh) as nsh_anywhere
    from point_months as pm
    join candidates as c using (ma_khang)
    left join books as b on b.ma_dviqly = pm.ma_dviqly and b.ma_sogcs = pm.ma_sogcs and b.idx = pm.idx
    left join price_spans as pr
        on pr.ma_ddo = pm.ma_ddo and pr.f <= pm.last_day and (pr.t is null or pr.t > pm.last_day)
    group by c.k, pm.idx
),
annexes as (
    select ma_hdong, a_tbinh, ngay_hluc as f,
        case when lead(ngay_hluc) over w = ngay_hhluc + 1 then ngay_hhluc + 1 else ngay_hhluc end as t
    from (select distinct ma_hdong, a_tbinh, ngay_hluc, ngay_hhluc from raw.hdg_phu_luc_hd)
    window w as (partition by ma_hdong order by ngay_hluc)
),
corrections as (
    select id_hdon, count(*) filter (loai_dchinh = 'HB') > count(*) filter (loai_dchinh = 'LL') as dead,
        sum(dien_tthu) as kwh
    from raw.hdn_hdon_dc group by id_hdon
),
bills as materialized (
    select c.k, h.nam * 12 + h.thang - 1 as idx, h.ngay_dky as f, h.ngay_cky as t,
        ((h.dien_tthu + coalesce(d.kwh, 0)) * 1000)::bigint as wh
    from raw.hdn_hdon as h
    join candidates as c using (ma_khang)
    left join corrections as d using (id_hdon)
    where h.loai_hdon in ('TD', 'TC') and not coalesce(d.dead, false)
),
zero_months as (
    select c.k, r.nam * 12 + r.thang - 1 as idx, min(r.ngay_dky) as f, max(r.ngay_cky) as t, 0::bigint as wh
    from raw.gcs_chiso as r
    join candidates as c using (ma_khang)
    anti join bills as b on b.k = c.k and b.idx = r.nam * 12 + r.thang - 1
    where r.loai_chiso = 'DDK' and r.bcs in ('KT', 'BT', 'CD', 'TD')
    group by c.k, r.nam * 12 + r.thang - 1
    having sum(r.san_luong) = 0
),
monthly as materialized (
    select k, idx, sum(wh)::bigint as wh, min(f) as f, max(t) as t,
        case when min(f) = max(f) and min(t) = max(t) then max(t) - min(f) + 1 end as days,
        case when min(f) <> max(f) or min(t) <> max(t) then list_sort(list_distinct(list({'f': f, 't': t}))) end as spans
    from (from bills union all from zero_months)
    group by k, idx
),
days as (
    select k, idx, wh, f, t, coalesce(days, list_reduce(
        list_transform(spans, lambda s: {'until': s.t, 'days': (s.t - s.f + 1)::bigint}),
        lambda a, s: {
            'until': greatest(a.until, s.until),
            'days': a.days + greatest(0, s.until - greatest(a.until + 1, s.until - s.days::integer + 1) + 1)
        }
    ).days) as days,
    coalesce(spans, [{'f': f, 't': t}]) as spans
    from monthly
),
state as (
    select
        f.k, m.idx, m.first_day, m.last_day, m.window_days, m.agreements_count, i.first_date,
        p.actual, p.nsh, p.bb, p.sh, p.nsh_anywhere, p.boundary, i.k is not null as is_in_force
    from first_months as f
    join months as m on m.idx >= f.first_idx
    left join in_force as i on i.k = f.k and i.idx = m.idx
    left join point_state as p on p.k = f.k and p.idx = m.idx
),
contract_state as (
    select c.k, s.idx,
        coalesce(bool_or(ct.ma_loaihd = 'HDNSH') filter (ct.t is null or ct.t > s.last_day),
            bool_or(ct.ma_loaihd = 'HDNSH')) as nsh
    from state as s
    join candidates as c on c.k = s.k
    join contracts as ct on ct.ma_khang = c.ma_khang and ct.f <= s.last_day
    where s.is_in_force and s.nsh is null and s.bb is null and s.sh is null
    group by c.k, s.idx
),
scoped as (
    select s.*, case
        when not s.is_in_force or coalesce(s.boundary, false) then false
        when s.nsh then true
        when s.bb or s.sh then false
        when ct.nsh is not null then ct.nsh
        else coalesce(s.nsh_anywhere, false) end as is_in_scope
    from state as s left join contract_state as ct using (k, idx)
),
judged as (
    select * from scoped where k in (select k from scoped where is_in_scope)
),
windows as (
    select j.k, j.idx, any_value(j.is_in_scope) as is_in_scope, any_value(j.window_days) as window_days,
        any_value(j.actual) as actual, any_value(j.first_date) as first_date, any_value(j.last_day) as last_day,
        any_value(j.agreements_count) as agreements_count, any_value(j.first_day) as first_day,
        count(d.k) as n, coalesce(sum(d.wh), 0)::bigint as wh, coalesce(sum(d.days), 0) as days,
        count(*) filter (d.days between 26 and 33) as ordinary,
        count(d.k) = 3 and max(d.t) filter (d.idx = j.idx - 2) < min(d.f) filter (d.idx = j.idx - 1)
        and max(d.t) filter (d.idx = j.idx - 1) < min(d.f) filter (d.idx = j.idx) as is_plain
    from judged as j
    left join days as d on d.k = j.k and d.idx between j.idx - 2 and j.idx
    group by j.k, j.idx
),
odd_pieces as (
    select k, idx, f, t, max(t) over (
        partition by k, idx order by f, t rows between unbounded preceding and 1 preceding) as until
    from (
        select w.k, w.idx, unnest(d.spans, recursive := true)
        from windows as w join days as d on d.k = w.k and d.idx between w.idx - 2 and w.idx
        where not coalesce(w.is_plain, false) and w.is_in_scope
    )
),
odd_spans as (
    select k, idx, greatest(f, coalesce(until + 1, f)) as f, t from odd_pieces where until is null or t > until
),
odd_days as (select k, idx, sum(t - f + 1) as days from odd_spans group by k, idx),
gaps as (
    select w.k, w.idx, min(g.first_day) as first_gap
    from windows as w
    cross join (select unnest([0, 1, 2]) as back)
    join (select i as idx, make_date((i // 12)::integer, (i % 12 + 1)::integer, 1) as first_day,
              last_day(make_date((i // 12)::integer, (i % 12 + 1)::integer, 1)) as last_day
          from (select unnest(range(24000::bigint, 25000::bigint)) as i)) as g on g.idx = w.idx - back
    anti join days as d on d.k = w.k and d.idx = g.idx
    where w.n < 3 and w.is_in_scope
        and coalesce((
            select sum(least(o.t, g.last_day) - greatest(o.f, g.first_day) + 1)
            from odd_spans as o
            where o.k = w.k and o.idx = w.idx and o.f <= g.last_day and o.t >= g.first_day
        ), 0) < g.last_day - g.first_day + 1
    group by w.k, w.idx
),
registered as (
    select c.k, w.idx, sum(a.a_tbinh) as kwh
    from gaps as w
    join windows as j on j.k = w.k and j.idx = w.idx
    join candidates as c on c.k = w.k
    join contracts as ct on ct.ma_khang = c.ma_khang and ct.f <= j.last_day and (ct.t is null or ct.t > j.last_day)
    join annexes as a on a.ma_hdong = ct.ma_hdong and a.f <= j.last_day and (a.t is null or a.t > j.last_day)
    where j.first_date >= w.first_gap
    group by c.k, w.idx
),
agreed as (
    select c.k, m.idx, arg_max(a.so_ky, a.tu_ngay) as periods
    from raw.agreements as a
    join candidates as c using (ma_khang)
    join months as m on m.agreements_count and a.tu_ngay <= m.last_day and (a.den_ngay is null or a.den_ngay >= m.last_day)
    group by c.k, m.idx
),
measured as (
    select w.*, g.periods as agreed,
        case
            when not w.is_in_scope then null
            when gp.k is null then
                case
                    when w.ordinary = 3 then case
                        when w.wh < 150000000 then 1 when w.wh <= 300000000 then 2 else 3 end
                    when w.wh * w.window_days < 150000000 * coalesce(o.days, w.days) then 1
                    when w.wh * w.window_days <= 300000000 * coalesce(o.days, w.days) then 2
                    else 3
                end
            when r.kwh > 0 then case when r.kwh < 50000 then 1 when r.kwh <= 100000 then 2 else 3 end
        end as threshold
    from windows as w
    left join odd_days as o using (k, idx)
    left join gaps as gp using (k, idx)
    left join registered as r using (k, idx)
    left join agreed as g using (k, idx)
)
select c.ma_khang as customer_id, m.month,
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
join months as m using (idx)
