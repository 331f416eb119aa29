from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from flows.cmis.declaration import TABLES, table
from flows.cmis.sample import SampleSource
from phanky.errors import UsageError
from tests.flows.cmis.sample.conftest import AS_OF, Ask, Tables, extracted


def digest(tables: Iterable[pa.Table]) -> str:
    """A hash of every value, whatever the Arrow version."""
    found = hashlib.sha256()
    for rows in tables:
        for column in rows.columns:
            found.update("\n".join(str(value) for value in column.to_pylist()).encode())
    return found.hexdigest()


def test_the_same_parameters_give_the_same_tables_on_every_machine() -> None:
    # Another hash with the same parameters needs a new GENERATOR_VERSION.
    small = SampleSource(as_of=AS_OF, customers=100, months=3)

    assert digest(extracted(small).values()) == "dac820c0922da54d0adca1dfc04b39371e31d6b358aa0be7ac19a0f7354b78dc"


def test_another_seed_gives_other_bills() -> None:
    one, other = (
        extracted(SampleSource(as_of=AS_OF, customers=100, months=1, seed=seed))["HDN_HDON"] for seed in (1, 2)
    )

    assert one.column("DIEN_TTHU") != other.column("DIEN_TTHU")


def test_the_fingerprint_is_that_of_the_parameters() -> None:
    prints = {
        SampleSource(as_of=as_of, customers=customers, months=months, seed=seed).fingerprint()
        for as_of, customers, months, seed in (
            (date(2026, 11, 24), 2_000, 24, 1),
            (date(2026, 11, 25), 2_000, 24, 1),
            (date(2026, 11, 24), 2_001, 24, 1),
            (date(2026, 11, 24), 2_000, 23, 1),
            (date(2026, 11, 24), 2_000, 24, 2),
        )
    }

    assert len(prints) == 5
    assert SampleSource(as_of=AS_OF).fingerprint() == SampleSource(as_of=AS_OF, customers=2_000).fingerprint()


def test_a_size_is_compared_with_itself_alone_and_only_while_its_months_are_the_same() -> None:
    assert SampleSource(as_of=AS_OF, customers=500, seed=7).baseline == "sample-500-24-7-202411"
    assert SampleSource(as_of=date(2026, 12, 1), customers=500, seed=7).baseline == "sample-500-24-7-202412"


def test_all_tables_come_in_the_declared_order() -> None:
    assert list(extracted(SampleSource(as_of=AS_OF, customers=100, months=1))) == [t.name for t in TABLES]


def test_rows_are_numbered_from_one_without_a_hole(tables: Tables) -> None:
    for name, rows in tables.items():
        assert rows.schema == table(name).extract_schema
        assert rows.column("_row").to_pylist() == list(range(1, rows.num_rows + 1)), name


@pytest.mark.parametrize("customers", [100, 333, 2_000])
def test_controls_equal_what_the_batches_hold(customers: int) -> None:
    with SampleSource(as_of=AS_OF, customers=customers, months=4).opened() as extracts:
        for extract in extracts:
            rows, control = extract.batches.read_all(), extract.control()
            total, key = extract.table.total, extract.table.key[0]

            assert control.rows == rows.num_rows
            assert control.total == (pc.sum(rows.column(total)).as_py() if total else None)
            assert control.max_id == (pc.max(rows.column(key)).as_py() if key.startswith("ID_") else None)


def test_control_of_corrections_is_signed(tables: Tables) -> None:
    with SampleSource(as_of=AS_OF).opened() as extracts:
        corrections = next(extract for extract in extracts if extract.table.name == "HDN_HDON_DC")
        corrections.batches.read_all()

        assert corrections.control().total == sum(tables["HDN_HDON_DC"].column("DIEN_TTHU").to_pylist(), Decimal(0))


def test_there_are_as_many_ordinary_customers_as_asked_for_spread_over_seventeen_units(ask: Ask) -> None:
    assert ask("select count(*) from ordinary") == [(2_000,)]
    assert ask("select count(distinct MA_DVIQLY) from HDG_KHACH_HANG join ordinary using (MA_KHANG)") == [(17,)]
    assert ask("select count(*), count(distinct MA_DVICTREN), min(MA_DVICTREN) from D_DVI_QLY") == [(17, 1, "PC02")]


@pytest.mark.parametrize("as_of", [date(2025, 2, 8), date(2026, 3, 1), date(2026, 3, 31), date(2027, 12, 31)])
def test_a_sample_can_be_taken_on_any_day(as_of: date) -> None:
    months = extracted(SampleSource(as_of=as_of, customers=100, months=6))["HDN_HDON"]
    closed = {(n, t) for n, t in zip(months["NAM"].to_pylist(), months["THANG"].to_pylist(), strict=True)}

    assert len(closed - {(as_of.year, as_of.month)}) == 6


@pytest.mark.parametrize(("customers", "months"), [(99, 24), (2_000, 0)])
def test_too_small_a_sample_is_refused(customers: int, months: int) -> None:
    with pytest.raises(UsageError, match="từ 100 khách hàng và 1 tháng"):
        SampleSource(as_of=AS_OF, customers=customers, months=months)


def test_what_has_been_billed_does_not_change_as_time_passes() -> None:
    def bills(as_of: date) -> dict[int, str]:
        rows = extracted(SampleSource(as_of=as_of, customers=300, months=12))["HDN_HDON"].to_pylist()
        return {row["ID_HDON"]: str(row | {"_row": 0}) for row in rows if not row["MA_KHANG"][6:].startswith("99")}

    before, after = bills(date(2026, 9, 20)), bills(date(2026, 11, 24))
    common = before.keys() & after.keys()

    assert len(common) > 3_000
    assert all(before[key] == after[key] for key in common)
