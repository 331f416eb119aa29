"""``python -m benchmarks.minutes``: from a commit in CMIS to the figure on an open page, by ``phanky watch``."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from datetime import UTC, datetime, timedelta
from datetime import time as day_time
from pathlib import Path
from typing import Any

from benchmarks.keeping import add_keeping, kept_or, show
from benchmarks.live import living_cmis
from benchmarks.machine import described
from benchmarks.measuring import wait_for_quiet
from benchmarks.minutes.following import POLL_S, WHERE, followed, looked
from benchmarks.minutes.metering import MeteredCmis
from benchmarks.minutes.reporting import tables
from benchmarks.pages.serving import served
from benchmarks.places import AS_OF, Places
from flows.cmis.sample import sample_agreements
from flows.watching import Follower, Watch
from phanky.ledger import AGREEMENT_LIST, open_ledger
from phanky.settings import Settings, load_settings
from tests.dashboard.browser import READY, browser_page


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the tables, keep the figures; with ``--write`` put the tables into README.md."""
    asked = _parsed(arguments)
    show("minutes", tables(kept_or(_measured, "minutes", asked)), asked)
    return 0


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.minutes", description=__doc__)
    parser.add_argument("--customers", type=int, default=520_000, help="size of the company")
    parser.add_argument("--home", type=Path, help="an empty folder to work in, instead of the benchmark's own")
    parser.add_argument("--rounds", type=int, default=4, help="changes followed to the page")
    add_keeping(parser)
    return parser.parse_args(arguments)


def _measured(asked: argparse.Namespace) -> dict[str, Any]:
    places = Places(asked.customers)
    with_changes = living_cmis(places)
    with_changes.close()
    cmis = MeteredCmis(file=with_changes.file, now=with_changes.now)
    home = asked.home or places.home("minutes")
    _say("everything is taken once …")
    settings = _fresh(home)
    wait_for_quiet(asked.patience)
    load_before = os.getloadavg()[0]
    full = looked(_follower(settings, cmis, full_at=day_time(0, 0)), cmis)
    follower = _follower(settings, cmis, full_at=None)
    unchanged = looked(follower, cmis)
    rounds = list(_rounds(asked, settings, follower, cmis))
    cmis.close()
    return {
        "customers": asked.customers, "machine": described(("dash", "duckdb", "dbt-core", "pyarrow")),
        "load_before": load_before, "full": full, "unchanged": unchanged, "rounds": rounds,
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
    }  # fmt: skip


def _fresh(home: Path) -> Settings:
    if home.exists():
        shutil.rmtree(home)
    settings = load_settings(home=home)
    with open_ledger(settings) as ledger:
        ledger.lists.replace(AGREEMENT_LIST, sample_agreements(AS_OF), file="sample", sha256="0" * 64, who="benchmark")
    return settings


def _follower(settings: Settings, cmis: MeteredCmis, full_at: day_time | None) -> Follower:
    begun, started = datetime.combine(AS_OF, day_time(3), UTC), time.monotonic()
    watch = Watch(
        settings, lambda _: cmis, "duckdb", POLL_S, _say, full_at,
        clock=lambda: begun + timedelta(seconds=time.monotonic() - started),
    )  # fmt: skip
    return Follower(watch)


def _rounds(asked: argparse.Namespace, settings: Settings, follower: Follower, cmis: MeteredCmis) -> Any:
    """Changes in all months and in open ones in turns, at moments spread evenly over the time between two looks."""
    with served(settings.home) as (address, _), browser_page() as page:
        page.open(address + "/", width=1440, height=900, until=READY)
        for turn in range(asked.rounds):
            where = list(WHERE)[turn % len(WHERE)]
            wait = POLL_S * (turn + 0.5) / asked.rounds
            found = followed(follower, cmis, page, turn + 1, where, wait)
            _say(f"round {turn + 1}: {where}, {found['total_s']:.1f} s")
            yield found


def _say(line: str) -> None:
    sys.stderr.write(f"  {line}\n")


if __name__ == "__main__":
    raise SystemExit(main())
