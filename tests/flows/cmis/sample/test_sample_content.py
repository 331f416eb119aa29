from __future__ import annotations

import pytest

from flows.cmis.declaration import TABLES, Table
from tests.flows.cmis.sample.conftest import Ask

NON_RESIDENTIAL = """
    select distinct d.MA_KHANG from HDG_DIEM_DO d join HDG_BBAN_APGIA g using (MA_DDO) join ordinary using (MA_KHANG)
    where g.MA_NHOMNN <> 'SHBT'
"""
MONTHLY = f"""
    select MA_KHANG, NAM * 100 + THANG as month, sum(DIEN_TTHU) as kwh from HDN_HDON
    where LOAI_HDON <> 'VC' and MA_KHANG in ({NON_RESIDENTIAL}) group by all
"""


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_are_unique_but_for_the_repeated_version_row(ask: Ask, table: Table) -> None:
    keys = ", ".join(table.key)
    repeated = ask(f"select {keys} from {table.name} group by {keys} having count(*) > 1")

    assert [row[0] for row in repeated] == (["PC02AA9900035"] if table.name == "HDG_KHACH_HANG" else [])


def test_about_one_customer_in_eight_is_non_residential(ask: Ask) -> None:
    [(share,)] = ask(f"select 100.0 * count(*) / 2000 from ({NON_RESIDENTIAL})")

    assert 10.5 < share < 13.5


def test_a_few_per_cent_of_the_non_residential_use_50000_kwh_or_more(ask: Ask) -> None:
    [(share,)] = ask(f"select 100.0 * count(*) filter (kwh >= 50000) / count(*) from ({MONTHLY})")

    assert 4 < share < 8


def test_air_conditioning_makes_summer_the_peak(ask: Ask) -> None:
    homes = f"""
        select avg(DIEN_TTHU) filter (THANG in (5, 6, 7, 8)) / avg(DIEN_TTHU) filter (THANG in (1, 2, 11, 12))
        from HDN_HDON join ordinary using (MA_KHANG)
        where MA_KHANG not in ({NON_RESIDENTIAL}) and NAM * 100 + THANG between 202411 and 202610
    """

    assert 1.3 < ask(homes)[0][0] < 1.6


def test_consumption_grows_by_some_per_cent_a_year(ask: Ask) -> None:
    [(growth,)] = ask("""
        with kept as (
            select MA_KHANG from HDN_HDON join ordinary using (MA_KHANG) where NAM * 100 + THANG <= 202610
            group by 1 having count(distinct NAM * 100 + THANG) = 24
        )
        select sum(DIEN_TTHU) filter (NAM * 100 + THANG >= 202511)
             / sum(DIEN_TTHU) filter (NAM * 100 + THANG < 202511)
        from HDN_HDON join kept using (MA_KHANG) where NAM * 100 + THANG <= 202610
    """)

    assert 1.01 < growth < 1.2


def test_some_customers_outgrew_or_fell_below_their_book(ask: Ask) -> None:
    [(too_few, too_many, judged)] = ask(f"""
        with judged as (
            select MA_KHANG, sum(kwh) / 3 as average from ({MONTHLY}) where month between 202608 and 202610
            group by 1 having count(*) = 3
        ), books as (
            select MA_KHANG, min(SO_KY) as periods from HDG_DDO_SOGCS join D_SOGCS using (MA_DVIQLY, MA_SOGCS)
            where NGAY_HHLUC is null group by 1
        )
        select count(*) filter (average >= 50000 and periods = 1), count(*) filter (average < 50000 and periods > 1),
               count(*)
        from judged join books using (MA_KHANG)
    """)

    assert too_few >= 1
    assert too_many >= 1
    assert too_few + too_many < 0.08 * judged


def test_bills_of_a_customer_follow_each_other_without_a_gap_or_an_overlap(ask: Ask) -> None:
    broken = ask("""
        select MA_KHANG, NGAY_CKY, following from (
            select MA_KHANG, NGAY_CKY, lead(NGAY_DKY) over (partition by MA_KHANG order by NGAY_DKY) as following
            from HDN_HDON join ordinary using (MA_KHANG) where LOAI_HDON <> 'VC'
        ) where following <> NGAY_CKY + interval 1 day
    """)

    assert broken == []


def test_a_customer_is_billed_as_often_as_its_book_is_scheduled(ask: Ask) -> None:
    differing = ask("""
        with billed as (
            select MA_KHANG, MA_DVIQLY, MA_SOGCS, NAM, THANG, count(*) as bills, count(distinct KY) as periods,
                   min(NGAY_DKY) as first, max(NGAY_CKY) as last
            from HDN_HDON join ordinary using (MA_KHANG) where LOAI_HDON <> 'VC' group by all
        ), scheduled as (
            select MA_DVIQLY, MA_SOGCS, NAM, THANG, count(*) as periods, min(NGAY_DKY) as first, max(NGAY_CKY) as last
            from GCS_LICHGCS group by all
        )
        select * from billed b join scheduled s using (MA_DVIQLY, MA_SOGCS, NAM, THANG)
        where b.first = s.first and b.last = s.last and (b.periods <> s.periods or b.bills <> s.periods)
    """)

    assert differing == []


def test_bills_stand_in_the_book_in_which_the_point_stood(ask: Ask) -> None:
    strays = ask("""
        select count(*) from HDN_HDON h join ordinary using (MA_KHANG) where not exists (
            select 1 from HDG_DDO_SOGCS d
            where d.MA_KHANG = h.MA_KHANG and d.MA_SOGCS = h.MA_SOGCS and d.MA_DVIQLY = h.MA_DVIQLY
              and d.NGAY_HLUC <= h.NGAY_CKY and (d.NGAY_HHLUC is null or d.NGAY_HHLUC > h.NGAY_CKY)
        )
    """)

    assert strays == [(0,)]


def test_no_point_stands_in_two_books_at_once(ask: Ask) -> None:
    assert (
        ask("""
        select a.MA_DDO from HDG_DDO_SOGCS a join HDG_DDO_SOGCS b on a.MA_DDO = b.MA_DDO and a.NGAY_HLUC < b.NGAY_HLUC
        where a.NGAY_HHLUC is null or a.NGAY_HHLUC > b.NGAY_HLUC
    """)
        == []
    )


@pytest.mark.parametrize("name", ["GCS_LICHGCS", "HDG_DDO_SOGCS", "HDN_HDON"])
def test_every_book_that_is_named_exists(ask: Ask, name: str) -> None:
    named = f"select MA_DVIQLY, MA_SOGCS from {name} where MA_SOGCS is not null"

    assert ask(f"select * from ({named}) anti join D_SOGCS using (MA_DVIQLY, MA_SOGCS)") == []


def test_every_unit_that_has_a_book_exists(ask: Ask) -> None:
    assert ask("select MA_DVIQLY from D_SOGCS anti join D_DVI_QLY using (MA_DVIQLY)") == []


def test_active_registers_show_what_is_billed(ask: Ask) -> None:
    differing = ask("""
        with read as (
            select MA_KHANG, NAM, THANG, KY, sum(SAN_LUONG) as kwh from GCS_CHISO join ordinary using (MA_KHANG)
            where BCS in ('KT', 'BT', 'CD', 'TD') group by all
        )
        select count(*), count(*) filter (kwh <> DIEN_TTHU) from read
        join HDN_HDON using (MA_KHANG, NAM, THANG, KY) where LOAI_HDON <> 'VC'
    """)

    assert differing[0][0] > 5_000
    assert differing[0][1] == 0


def test_registers_run_on_from_one_reading_to_the_next(ask: Ask) -> None:
    assert ask("""
        select count(*) from (
            select CHISO_CU, CHISO_MOI, HS_NHAN, SAN_LUONG,
                   lag(CHISO_MOI) over (partition by MA_DDO, BCS order by NGAY_DKY) as before
            from GCS_CHISO join ordinary using (MA_KHANG)
        ) where CHISO_CU <> before or (CHISO_MOI - CHISO_CU) * HS_NHAN <> SAN_LUONG
    """) == [(0,)]


def test_only_non_residential_customers_have_readings(ask: Ask) -> None:
    assert ask(f"""
        select count(*) from GCS_CHISO join ordinary using (MA_KHANG) where MA_KHANG not in ({NON_RESIDENTIAL})
    """) == [(0,)]


def test_registers_of_all_kinds_appear(ask: Ask) -> None:
    registers = {row[0] for row in ask("select distinct BCS from GCS_CHISO join ordinary using (MA_KHANG)")}

    assert registers == {"KT", "BT", "CD", "TD", "SG", "VC", "KTN"}


def test_closed_months_are_invoiced_and_the_open_one_is_scheduled(ask: Ask) -> None:
    assert ask("select distinct TRANG_THAI from GCS_LICHGCS where NAM * 100 + THANG <= 202610") == [("THD",)]
    assert ask("select min(NAM * 100 + THANG), max(NAM * 100 + THANG) from GCS_LICHGCS") == [(202411, 202611)]
    assert ask("""
        select distinct s.TRANG_THAI from GCS_LICHGCS s join D_SOGCS b using (MA_DVIQLY, MA_SOGCS)
        where NAM * 100 + THANG = 202611 and KY < b.SO_KY and NGAY_CKY < date '2026-11-24'
    """) == [("THD",)]


def test_of_the_open_month_only_periods_that_have_been_read_are_billed(ask: Ask) -> None:
    assert ask("""
        select distinct b.SO_KY, h.KY from HDN_HDON h join D_SOGCS b using (MA_DVIQLY, MA_SOGCS)
        where NAM * 100 + THANG = 202611 order by all
    """) == [(2, 1), (3, 1), (3, 2)]


def test_corrections_name_a_bill_and_come_in_pairs_when_it_is_issued_anew(ask: Ask) -> None:
    assert ask("""
        select count(*) from HDN_HDON_DC join ordinary using (MA_KHANG) anti join HDN_HDON using (ID_HDON)
    """) == [(0,)]
    assert (
        ask("""
        select ID_HDON from HDN_HDON_DC join ordinary using (MA_KHANG) where LOAI_DCHINH in ('HB', 'LL')
        group by 1 having count(*) <> 2
    """)
        == []
    )


def test_reading_days_are_written_as_in_cmis(ask: Ask) -> None:
    assert ask("select distinct SO_KY, NGAY_GHI from D_SOGCS order by 1") == [(1, "CT"), (2, "15;CT"), (3, "10;20;CT")]
