"""``python -m benchmarks.pages.against_superset``: Tổng quan and Superset's dashboard of it, on one phone, in turns.

Both show the same release; what their cards say is compared before anything is timed.  See README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.machine import described
from benchmarks.measuring import wait_for_quiet
from benchmarks.pages.beside import tables
from benchmarks.pages.phone import Target, Visit, both_visits, summary
from benchmarks.pages.serving import served
from benchmarks.peers.environments import DEFAULT_BUILD, Environments, SetupError, say
from benchmarks.peers.servers import ServerError
from benchmarks.peers.superset_dashboard import CARDS, Dashboard, make_dashboard, session_cookie
from benchmarks.peers.superset_site import site
from benchmarks.peers.vocabulary import SCHEMA
from benchmarks.places import OUT, Places
from benchmarks.reporting import rewrite_readme
from benchmarks.semantic.homes import home_with_release
from benchmarks.semantic.instance import Instance
from benchmarks.semantic.postgres import served_marts
from phanky.identity import whole_company
from tests.dashboard.browser import READY, Page, browser_page

_RESULTS = OUT / "against_superset.json"
_NEWEST = f"select max(month) from {SCHEMA}.dim_months where is_judged"
_OUR_CARDS = """
Object.fromEntries([
  ...[...document.querySelectorAll(".card")].map((card) => [card.querySelector("dt"), card.querySelector("dd b")]),
  [document.querySelector(".share.now .whole span"), document.querySelector(".share.now .figure")],
].map(([name, figure]) => [name.textContent.trim(), figure.textContent]))
"""
_THEIR_CARDS = """
Object.fromEntries([...document.querySelectorAll("[data-test-chart-name]:has(.header-line)")]
  .map((chart) => [chart.dataset.testChartName, chart.querySelector(".header-line").textContent]))
"""
_DRAWN_MARK = "all-drawn"
_WATCH_CHARTS = """
const watching = setInterval(() => {
  const drawn = document.querySelectorAll("[data-test=chart-grid-component]:has(.header-line, canvas, tbody tr)");
  if (drawn.length < %d || document.querySelector("[data-test=loading-indicator]")) { return; }
  performance.mark("%s");
  clearInterval(watching);
}, 50);
"""


class OtherFiguresError(Exception):
    """The two pages do not show the same."""


@dataclass(frozen=True)
class Theirs:
    """Superset's dashboard, and how a browser comes to see it."""

    port: int
    dashboard: Dashboard
    cookie: tuple[str, str]

    @property
    def target(self) -> Target:
        """Drawn is every chart that has its figure, its canvas or its rows, and no wheel turning any more."""
        return Target(f"http://127.0.0.1:{self.port}{self.dashboard.path}", _DRAWN_MARK, self._prepare)

    def _prepare(self, page: Page) -> None:
        name, value = self.cookie
        page.call("Network.setCookie", name=name, value=value, url=self.target.address)
        # Every page of Superset's reports to its vendor.
        page.call("Network.setBlockedURLs", urls=["*scarf.sh*"])
        watch = _WATCH_CHARTS % (self.dashboard.charts, _DRAWN_MARK)
        page.call("Page.addScriptToEvaluateOnNewDocument", source=watch)


def main(arguments: list[str] | None = None) -> int:
    """Start both, compare, measure, print the table, keep the figures; 1 when the pages show different figures."""
    asked = _parsed(arguments)
    try:
        results = _measured(asked)
    except (SetupError, ServerError, OtherFiguresError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    _RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    text = tables(results)
    sys.stdout.write(text + "\n")
    if asked.write:
        rewrite_readme("dashboards", text)
    return 0


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages.against_superset", description=__doc__)
    parser.add_argument("--customers", type=int, default=520_000, help="size of the company")
    parser.add_argument("--home", type=Path, help="a home with a release, instead of the benchmark's own")
    parser.add_argument("--rounds", type=int, default=5, help="first and second visits of each")
    parser.add_argument("--patience", type=float, default=0, help="seconds to wait for a quiet machine")
    parser.add_argument("--scratch", type=Path, help="where PostgreSQL's copy of the marts is kept")
    parser.add_argument(
        "--build",
        type=Path,
        default=Path(os.environ.get("PHANKY_PEERS", DEFAULT_BUILD)),
        help="where Superset's environment is kept (default: $PHANKY_PEERS or benchmarks/.peers)",
    )
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    return parser.parse_args(arguments)


def _measured(asked: argparse.Namespace) -> dict[str, Any]:
    places = Places(asked.customers)
    home = asked.home or home_with_release(places)
    scratch = (asked.scratch or places.home("marts")).absolute()
    with served(home) as (address, _), _superset(asked.build.absolute(), home, scratch) as theirs:
        targets = {"ours": Target(address + "/"), "superset": theirs.target}
        # Both servers have answered the same before, as servers have at any time but the first.
        cards = {name: _cards(name, target) for name, target in targets.items()}
        _require_alike(cards)
        wait_for_quiet(asked.patience)
        loads, visits = _in_turns(targets, asked.rounds)
    return {
        "customers": asked.customers,
        "machine": described(("dash", "duckdb", "waitress")),
        "loads": loads,
        "charts": theirs.dashboard.charts,
        "cards": cards,
        **{name: summary(found) for name, found in visits.items()},
    }


@contextmanager
def _superset(build: Path, home: Path, scratch: Path) -> Iterator[Theirs]:
    """Superset over a copy of the release's marts, with the dashboard; it keeps results, as our server does."""
    instance = Instance.open(home, whole_company("benchmark"))
    with (
        served_marts(scratch, instance.opened, instance.connection) as postgres,
        site(Environments(build)) as made,
        made.server(keeps_results=True) as server,
    ):
        instance.connection.close()
        server.sign_in(made.password)
        dashboard = make_dashboard(server.connection, postgres, _newest_month(postgres))
        port = server.connection.port
        yield Theirs(port, dashboard, session_cookie(port, made.password))


def _newest_month(postgres: str) -> str:
    with psycopg.connect(postgres) as connection:
        row = connection.execute(_NEWEST).fetchone()
    assert row is not None
    return str(row[0])


def _cards(name: str, target: Target) -> dict[str, str]:
    """What the cards of a page say, seen in a browser of usual speed."""
    ours = name == "ours"
    until = READY if ours else f"performance.getEntriesByName('{target.ready_mark}').length"
    with browser_page() as page:
        target.prepare(page)
        page.open(target.address, width=390, height=844, until=until, seconds=60)
        found: dict[str, str] = page.value(_OUR_CARDS if ours else _THEIR_CARDS)
    return found


def _require_alike(cards: dict[str, dict[str, str]]) -> None:
    """Digits are compared: the one writes 61.080 and 97,7 %, the other 61,080 and 97.7%."""
    for title in CARDS.values():
        ours, theirs = (_digits(cards[name].get(title, "")) for name in ("ours", "superset"))
        if not ours or ours != theirs:
            raise OtherFiguresError(f"{title}: {cards['ours'].get(title)} here, {cards['superset'].get(title)} there")


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _in_turns(targets: dict[str, Target], rounds: int) -> tuple[list[float], dict[str, list[tuple[Visit, Visit]]]]:
    """Visits of each, and the machine's load before each round: a disturbance meets both."""
    loads: list[float] = []
    visits: dict[str, list[tuple[Visit, Visit]]] = {name: [] for name in targets}
    for number in range(rounds):
        loads.append(round(os.getloadavg()[0], 1))
        say(f"round {number + 1} of {rounds} …")
        for name, target in targets.items():
            visits[name].append(both_visits(target))
    return loads, visits


if __name__ == "__main__":
    sys.exit(main())
