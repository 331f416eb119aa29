"""Whatever happens in CMIS, merging what changed gives the snapshot that a full extraction of the same state gives."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.cmis.declaration import AGREEMENTS
from flows.landing import Manifest, land
from phanky.settings import load_settings
from tests.live_cmis import LiveCmis
from tests.memory_source import small_company

_BILLS = (601, 602, 603, 701, 702, 703, 801, 802, 803)
_SPANS = (0.1, 30.0, 96.0, -400.0)  # hours between two looks; the last one sets the clock back
_KINDS = ("update", "move", "cancel", "reissue", "insert", "delete", "unstamped", "rename")

_change = st.tuples(st.sampled_from(_KINDS), st.sampled_from(_BILLS), st.integers(0, 9_000))
_looks = st.lists(st.tuples(st.sampled_from(_SPANS), st.lists(_change, min_size=1, max_size=6)), min_size=1, max_size=3)


def _happen(cmis: LiveCmis, kind: str, bill: int, number: int) -> None:
    match kind:
        case "update":
            cmis.change("HDN_HDON", f"DIEN_TTHU = {number}", f"ID_HDON = {bill}")
        case "move":
            cmis.change("HDN_HDON", f"THANG = {6 + number % 3}", f"ID_HDON = {bill}")
        case "cancel":
            _correct(cmis, bill, "HB", -number)
        case "reissue":
            _correct(cmis, bill, "HB", -number)
            _correct(cmis, bill, "LL", number + 1)
        case "insert":
            cmis.execute(
                f"insert into HDN_HDON select * replace ({_next(cmis, 'HDN_HDON', 'ID_HDON')} as ID_HDON, "
                f"timestamp '{cmis.now}' as NGAY_TAO) from HDN_HDON where ID_HDON = {bill}"
            )
        case "delete":
            cmis.execute(f"delete from HDN_HDON where ID_HDON = {bill}")
        case "unstamped":  # shows in the sums
            cmis.execute(f"update HDN_HDON set DIEN_TTHU = DIEN_TTHU + {number + 1} where ID_HDON = {bill}")
        case "rename":
            cmis.change("HDG_KHACH_HANG", f"TEN_KHANG = 'Tên {number}'", "MA_KHANG = 'PC02AA0000001'")


def _correct(cmis: LiveCmis, bill: int, kind: str, kwh: int) -> None:
    cmis.insert(
        "HDN_HDON_DC", ID_HDON_DC=_next(cmis, "HDN_HDON_DC", "ID_HDON_DC"), ID_HDON=bill, LOAI_DCHINH=kind,
        LOAI_HDON="TD", DIEN_TTHU=kwh, KY=1, THANG=9, NAM=2026, MA_DVIQLY="PC02AA", MA_KHANG="PC02AA0000001",
    )  # fmt: skip


def _next(cmis: LiveCmis, table: str, key: str) -> int:
    return int(cmis.ask(f"select max({key}) + 1 from {table}")[0][0])


def _land(cmis: LiveCmis, home: Path, *, incremental: bool) -> Manifest:
    return land(
        cmis, load_settings(home=home, memory_limit_gb=1), as_of=date(2026, 9, 5), agreements_version="none",
        agreements=AGREEMENTS.arrow_schema.empty_table(), accept_change="thử", incremental=incremental,
    )  # fmt: skip


def _follow(looks: list[tuple[float, list[tuple[str, int, int]]]]) -> None:
    company: dict[str, Any] = small_company()
    company["HDN_HDON_DC"] = [
        {"ID_HDON_DC": 1, "ID_HDON": 601, "LOAI_DCHINH": "TT", "LOAI_HDON": "TD", "DIEN_TTHU": Decimal(7)}
    ]
    # A bill that nothing happens to keeps the required table from becoming empty.
    company["HDN_HDON"] = [*company["HDN_HDON"], {**company["HDN_HDON"][0], "ID_HDON": 900}]
    cmis = LiveCmis(now=datetime.fromisoformat("2026-09-01T00:00")).fill(company)
    with TemporaryDirectory() as folder:
        _land(cmis, Path(folder) / "followed", incremental=False)
        for turn, (hours, changes) in enumerate(looks):
            cmis.pass_time(hours=hours)
            for change in changes:
                _happen(cmis, *change)
            merged = _land(cmis, Path(folder) / "followed", incremental=True)
            whole = _land(cmis, Path(folder) / f"whole-{turn}", incremental=False)
            assert (merged.snapshot_id, merged.files) == (whole.snapshot_id, whole.files)
            assert merged.unit_months == whole.unit_months


@settings(max_examples=8, deadline=None)
@given(_looks)
def test_a_few_days_of_changes(looks: list[tuple[float, list[tuple[str, int, int]]]]) -> None:
    _follow(looks)


@pytest.mark.soak
@settings(max_examples=50, deadline=None)
@given(_looks)
def test_many_days_of_changes(looks: list[tuple[float, list[tuple[str, int, int]]]]) -> None:
    _follow(looks)
