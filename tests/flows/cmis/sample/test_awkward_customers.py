from __future__ import annotations

import re
from datetime import date

import pytest

from flows.cmis.declaration import AGREEMENTS
from flows.cmis.sample import SampleSource, sample_agreements
from tests.awkward_cases import AWKWARD_CASES
from tests.flows.cmis.sample.conftest import AS_OF, Ask, extracted

RESERVED = re.compile(r"PC0[12][A-Z]{2}(99000\d\d|990\d\d|9900\d\d)")
NAMED = {case.customer for case in AWKWARD_CASES}


@pytest.mark.parametrize("customers", [100, 2_000])
def test_every_named_customer_is_there_whatever_the_size(customers: int) -> None:
    found = extracted(SampleSource(as_of=AS_OF, customers=customers, months=24))["HDG_KHACH_HANG"]

    assert NAMED.issubset(found.column("MA_KHANG").to_pylist())


def test_every_reserved_customer_has_an_expected_verdict(ask: Ask) -> None:
    reserved = {
        row[0] for row in ask("select distinct MA_KHANG from HDG_KHACH_HANG anti join ordinary using (MA_KHANG)")
    }

    assert all(RESERVED.fullmatch(str(code)) for code in reserved)
    assert reserved == NAMED


def test_a_customer_and_month_are_expected_once() -> None:
    keys = [(case.customer, case.month) for case in AWKWARD_CASES]

    assert len(keys) == len(set(keys))


def test_awkward_customers_are_there_on_any_day_and_for_any_number_of_months() -> None:
    for as_of, months in ((date(2025, 3, 1), 1), (date(2027, 2, 28), 12)):
        found = extracted(SampleSource(as_of=as_of, customers=100, months=months))["HDG_KHACH_HANG"]

        assert NAMED.issubset(found.column("MA_KHANG").to_pylist())


def test_the_agreements_fit_the_list_that_the_company_keeps() -> None:
    agreements = sample_agreements()
    keys = agreements.select(list(AGREEMENTS.key)).to_pylist()

    assert agreements.schema == AGREEMENTS.arrow_schema
    assert {row["MA_KHANG"] for row in keys} <= NAMED
    assert len({tuple(row.values()) for row in keys}) == len(keys) == 10


def test_the_exact_case_has_115_covered_days_and_187500_kwh(ask: Ask) -> None:
    assert ask("""
        select sum(DIEN_TTHU)::int, min(NGAY_DKY), max(NGAY_CKY) from HDN_HDON
        where MA_KHANG = 'PC02AA9900052' and NAM = 2026 and THANG between 8 and 10
    """) == [(187_500, date(2026, 7, 9), date(2026, 10, 31))]
    assert (date(2026, 10, 31) - date(2026, 7, 9)).days + 1 == 115


def test_the_moved_reading_day_makes_one_bill_of_57_days(ask: Ask) -> None:
    assert ask("""
        select THANG, (NGAY_CKY - NGAY_DKY + 1)::int from HDN_HDON
        where MA_KHANG = 'PC02AA9900051' and NAM = 2026 and THANG > 6 order by 1
    """) == [(7, 30), (8, 31), (9, 57), (10, 31)]


def test_bills_are_never_negative_and_corrections_are_signed(ask: Ask) -> None:
    assert ask("select count(*) from HDN_HDON where DIEN_TTHU < 0") == [(0,)]
    assert ask("""
        select LOAI_DCHINH, min(sign(DIEN_TTHU))::int, max(sign(DIEN_TTHU))::int from HDN_HDON_DC
        where DIEN_TTHU <> 0 group by 1 order by 1
    """) == [("HB", -1, -1), ("LL", 1, 1), ("TH", -1, -1), ("TT", 1, 1)]


def test_only_the_correction_made_for_it_names_a_bill_that_is_not_there(ask: Ask) -> None:
    assert ask("select MA_KHANG from HDN_HDON_DC anti join HDN_HDON using (ID_HDON)") == [("PC02AA9900076",)]
