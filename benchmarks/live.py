"""A province's CMIS that lives, in DuckDB, and what happens in it on a day."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from benchmarks.places import AS_OF, MONTHS, Places
from flows.cmis.sample import SampleSource
from tests.live_cmis import LiveCmis

ONE_IN = 100
"""One bill of so many changes."""


def living_cmis(places: Places, *, renew: bool = False) -> LiveCmis:
    """A copy of the province as it was filled three weeks ago; the filling is done once and kept."""
    kept, used = places.root / "cmis.duckdb", places.root / "cmis-changed.duckdb"
    if renew or not kept.is_file():
        _make(places.customers, kept)
    shutil.copyfile(kept, used)
    cmis = LiveCmis(file=str(used))
    cmis.pass_time(days=0)
    return cmis


def _make(customers: int, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.unlink(missing_ok=True)
    cmis = LiveCmis(file=str(kept))
    cmis.now -= timedelta(days=21)
    cmis.take(SampleSource(customers=customers, months=MONTHS, as_of=AS_OF))
    cmis.close()


def change_bills(cmis: LiveCmis, turn: int, *, where: str = "true") -> int:
    """Change the kWh of one bill in a hundred, other ones in each turn; returns how many."""
    cmis.pass_time(minutes=5)
    some = f"hash(ID_HDON) % {ONE_IN} = {turn % ONE_IN} and {where}"
    # A thousand kWh more or less for a few, so that verdicts change; one kWh for most.
    more = "case when hash(ID_HDON) % 997 = 0 then 1000 else 1 end"
    cmis.change("HDN_HDON", f"DIEN_TTHU = DIEN_TTHU + {more}", some)
    return int(cmis.ask(f"select count(*) from HDN_HDON where NGAY_SUA = timestamp '{cmis.now}'")[0][0])
