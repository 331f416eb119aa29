from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from flows.cmis.declaration import table
from flows.landing import landing_path
from phanky.settings import Settings, load_settings
from tests.flows.landing.conftest import Land
from tests.memory_source import MemorySource, small_company


def many_bills(seed: int) -> pa.Table:
    """150,000 bills of 2026-07 and 2026-08, in an order that depends on ``seed``."""
    order = list(range(150_000))
    random.Random(seed).shuffle(order)
    numbers = pa.array(order, pa.int64())
    months = [7 + number % 2 for number in order]
    columns = {
        "ID_HDON": numbers,
        "MA_DVIQLY": ["PC02AA"] * len(order),
        "MA_KHANG": [f"PC02AA{number % 70_000:07d}" for number in order],
        "MA_SOGCS": [None if number % 5 == 0 else f"S{number % 90}" for number in order],
        "KY": [1] * len(order),
        "THANG": months,
        "NAM": [2026] * len(order),
        "NGAY_DKY": [date(2026, month, 1) for month in months],
        "NGAY_CKY": [date(2026, month, 31) for month in months],
        "LOAI_HDON": ["TD"] * len(order),
        "DIEN_TTHU": [Decimal(number * 7919 % 100_003) for number in order],
    }
    return pa.table(columns, schema=table("HDN_HDON").arrow_schema)


def test_bytes_do_not_depend_on_row_order_threads_or_memory(take: Land, settings: Settings) -> None:
    found = set()
    for seed, threads, memory in [(1, 1, 1.0), (2, 2, 1.0), (3, 4, 0.2)]:
        home = settings.home / str(seed)
        own = load_settings(home=home, threads=threads, memory_limit_gb=memory)
        manifest = take(MemorySource(small_company() | {"HDN_HDON": many_bills(seed)}), settings=own)
        found.add(tuple(f.sha256 for f in manifest.files))

    assert len(found) == 1


def test_a_month_keeps_its_file_when_another_month_changes(take: Land) -> None:
    company = small_company()
    before = take(MemorySource(company)).files_of("HDN_HDON")
    for bill in company["HDN_HDON"]:
        bill["MA_SOGCS"] = "S1"
    with_books = take(MemorySource(company)).files_of("HDN_HDON")
    company["HDN_HDON"][-1]["MA_SOGCS"] = None
    after = take(MemorySource(company)).files_of("HDN_HDON")

    assert before[0].sha256 != with_books[0].sha256
    assert after[:2] == with_books[:2]
    assert after[2] != with_books[2]


def test_quantities_are_exact_beyond_what_a_double_holds(take: Land, settings: Settings) -> None:
    company = small_company()
    company["GCS_CHISO"] = [
        {"ID_CHISO": number, "MA_DVIQLY": "PC02AA", "MA_DDO": "PC02AA0000001001", "MA_KHANG": "PC02AA0000001",
         "BCS": "KT", "LOAI_CHISO": "DDK", "SAN_LUONG": Decimal("9007199254740.993"), "KY": 1, "THANG": 6, "NAM": 2026}
        for number in (1, 2, 3)
    ]  # fmt: skip

    landed = take(MemorySource(company)).files_of("GCS_CHISO")[0]

    assert landed.total == "27021597764222.979"
    stored = pq.read_table(landing_path(settings, landed))["SAN_LUONG"].to_pylist()
    assert stored == [Decimal("9007199254740.993")] * 3


def test_files_have_the_declared_columns_and_types(take: Land, settings: Settings) -> None:
    manifest = take(MemorySource(small_company()))

    for landed in manifest.files:
        schema = pq.read_schema(landing_path(settings, landed))
        assert schema.remove_metadata() == table(landed.table).arrow_schema


def test_rows_are_ordered_by_key(take: Land, settings: Settings) -> None:
    company = small_company()
    company["HDN_HDON"].reverse()

    landed = take(MemorySource(company)).files_of("HDN_HDON")[0]

    assert pq.read_table(landing_path(settings, landed))["ID_HDON"].to_pylist() == [601, 602, 603]


def test_repeated_identical_versions_are_all_landed(take: Land) -> None:
    company = small_company()
    company["HDG_KHACH_HANG"] *= 2

    assert take(MemorySource(company)).rows_of("HDG_KHACH_HANG") == 6
