"""``python -m benchmarks.sending``: the morning's messages, from the release to the last one that arrived."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import URL

from benchmarks.keeping import add_keeping, kept_or, show
from benchmarks.machine import described
from benchmarks.measuring import busy_s, wait_for_quiet
from benchmarks.on_schedule import early_zone, keep_list, keep_yesterday, morning
from benchmarks.places import AS_OF, Places
from benchmarks.reporting import machine_line
from benchmarks.semantic.homes import home_with_release
from flows.load.private_server import private_server
from notifier import Message, Recipient, messages
from notifier.channels import open_channels
from notifier.chat_viewer import ChatServer, Fault
from notifier.figures import MARTS, unit_codes
from notifier.sending import send_day
from phanky.calendar import today
from phanky.identity import Role, whole_company
from phanky.ledger import Ledger, open_ledger
from phanky.settings import Settings, load_settings
from semantic import CURRENT, Shelf, open_release

_BAR_S = 30.0
_LEADERS = 10
_LEDGERS = ("SQLite", "PostgreSQL")


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, keep the figures; 1 when a message is missing or came twice."""
    asked = _parsed(arguments)
    name, table = ("sending-schedule", _schedule_table) if asked.from_schedule else ("sending", _table)
    results = kept_or(_measured, name, asked)
    show(name, table(results), asked)
    return 0 if all(morning["arrived_once"] for morning in results["mornings"]) else 1


def _measured(asked: argparse.Namespace) -> dict[str, Any]:
    home = asked.home or home_with_release(Places(asked.customers))
    wait_for_quiet(asked.patience)
    return {
        "customers": asked.customers, "recipients": asked.recipients, "delay_s": asked.delay,
        "machine": described(("requests", "sqlalchemy", "duckdb")),
        "mornings": [_morning(home, ledger, asked) for _ in range(asked.repeat) for ledger in _LEDGERS],
    }  # fmt: skip


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sending", description=__doc__)
    parser.add_argument("--customers", type=int, default=520_000, help="size of the company")
    parser.add_argument("--home", type=Path, help="a home with a release, instead of the benchmark's own")
    parser.add_argument("--recipients", type=int, default=200, help="how many get a message")
    parser.add_argument("--delay", type=float, default=0.1, help="seconds that Chat eOffice takes to answer")
    parser.add_argument("--from-schedule", action="store_true", help="from the moment that a run of Prefect was due")
    parser.add_argument("--repeat", type=int, default=3, help="mornings with each ledger")
    add_keeping(parser)
    return parser.parse_args(arguments)


def recipients(units: Sequence[str], count: int) -> list[Recipient]:
    """Leaders who get every unit, and for each unit its director and staff, in turn."""
    leaders = [Recipient(f"Lãnh đạo {n}", Role.LEADER, None, "http", f"l{n}") for n in range(min(_LEADERS, count))]
    others = [
        Recipient(f"{unit} {n}", Role.STAFF, frozenset({unit}), "http", f"{unit}-{n}")
        for n, unit in enumerate(islice(cycle(units), count - len(leaders)))
    ]
    return [*leaders, *others]


def _morning(home: Path, kind: str, asked: argparse.Namespace) -> dict[str, Any]:
    """One morning over an empty ledger."""
    busy = busy_s()
    with (
        tempfile.TemporaryDirectory(prefix="pk-send-") as folder,
        _ledger(kind, Path(folder)) as address,
        ChatServer() as chat,
    ):
        chat.faults.add(Fault(delay=asked.delay), times=100 * asked.recipients)
        zone = {"timezone": early_zone(datetime.now(UTC))} if asked.from_schedule else {}
        settings = load_settings(home=home, ledger_url=address, **_chat(chat), **zone)
        with open_ledger(settings) as ledger:
            wanted = recipients(_units(settings), asked.recipients)
            if asked.from_schedule:
                found = _scheduled(settings, ledger, wanted, chat, Path(folder))
            else:
                found = _sent(settings, ledger, wanted)
        markers = [message.text.splitlines()[-1] for message in chat.messages.all()]
    is_once = len(markers) == len(set(markers)) == found["parts"] and found["sent"] == asked.recipients
    return {"ledger": kind, **found, "arrived_once": is_once, "cpu_s": busy_s() - busy}


def _sent(settings: Settings, ledger: Ledger, wanted: list[Recipient]) -> dict[str, Any]:
    """One morning, as the schedule does it; what is made is timed apart."""
    # What everybody heard of last has the size of yesterday's release; that it is the same changes no work.
    yesterday = Shelf(settings.home).resolve(CURRENT)
    begun = time.monotonic()
    frozen: list[float] = []

    def composed() -> Iterator[Message]:
        yield from messages(settings, AS_OF, CURRENT, recipients=wanted, last_release=lambda kind, name: yesterday)
        frozen.append(time.monotonic() - begun)

    report = send_day(
        settings, ledger, AS_OF, compose=composed, channels=open_channels(settings),
        clock=lambda: datetime.now(UTC), is_manual=True,
    )  # fmt: skip
    seconds = time.monotonic() - begun
    return {
        "seconds": seconds, "frozen_s": frozen[0], "sent": sum(entry.state == "sent" for entry in report.entries),
        "parts": sum(len(entry.parts) for entry in report.entries),
    }  # fmt: skip


def _scheduled(
    settings: Settings, ledger: Ledger, wanted: list[Recipient], chat: ChatServer, folder: Path
) -> dict[str, Any]:
    """One morning of the whole program, which knows nothing of being measured."""
    keep_list(ledger, wanted)
    keep_yesterday(ledger, wanted, Shelf(settings.home).resolve(CURRENT), today(settings))
    return morning(settings, ledger, chat, folder)


@contextmanager
def _ledger(kind: str, folder: Path) -> Iterator[str]:
    """Address of an empty ledger of one's own."""
    if kind == "SQLite":
        yield f"sqlite:///{folder / 'ledger.db'}"
        return
    with private_server(load_settings(home=folder)) as parameters:
        host = {"host": parameters["host"]}
        yield URL.create("postgresql", parameters["user"], database=parameters["dbname"], query=host).render_as_string()


def _chat(chat: ChatServer) -> dict[str, Any]:
    where = f"{chat.address}/api/messages"
    return {
        "chat_url": where, "chat_body": '{"to": "{address}", "text": "{text}", "id": "{id}"}',
        "chat_success_path": "id", "chat_search_path": "found",
        "chat_search_url": f"{where}?marker={{marker}}&to={{address}}",
    }  # fmt: skip


def _units(settings: Settings) -> tuple[str, ...]:
    with open_release(
        whole_company("benchmark"), CURRENT, home=settings.home, marts=MARTS, with_metrics=True
    ) as opened:
        return unit_codes(opened)


def _table(results: dict[str, Any]) -> str:
    heading = "| ledger | parts | all made, the first sent meanwhile | all arrived | slowest | target |"
    return _told(results, heading, _row, "Medians of {} mornings; every part arrived once.")


def _told(results: dict[str, Any], heading: str, row: Callable[[str, list[dict[str, Any]]], str], last: str) -> str:
    by_ledger = {kind: [one for one in results["mornings"] if one["ledger"] == kind] for kind in _LEDGERS}
    made = f"{results['recipients']} recipients, {results['customers']:,} customers; Chat eOffice answers after "
    return "\n".join((
        f"{made}{results['delay_s'] * 1000:.0f} ms. {machine_line(results['machine'])}",
        "",
        heading,
        "|---|--:|--:|--:|--:|--:|",
        *(row(kind, mornings) for kind, mornings in by_ledger.items()),
        "",
        last.format(len(results["mornings"]) // 2),
        "",
    ))  # fmt: skip


def _row(kind: str, mornings: list[dict[str, Any]]) -> str:
    kept, whole = (median(one[name] for one in mornings) for name in ("frozen_s", "seconds"))
    slowest = max(one["seconds"] for one in mornings)
    return f"| {kind} | {mornings[0]['parts']} | {kept:.1f} s | {whole:.1f} s | {slowest:.1f} s | {_BAR_S:.0f} s |"


def _schedule_table(results: dict[str, Any]) -> str:
    heading = "| ledger | run began | first arrived | all arrived | slowest | target |"
    last = "Seconds after the run was due, medians of {} mornings; every part arrived once."
    return _told(results, heading, _schedule_row, last)


def _schedule_row(kind: str, mornings: list[dict[str, Any]]) -> str:
    begun, first, whole = (median(one[name] for one in mornings) for name in ("begun_s", "first_s", "seconds"))
    slowest = max(one["seconds"] for one in mornings)
    return f"| {kind} | {begun:.1f} s | {first:.1f} s | {whole:.1f} s | {slowest:.1f} s | {_BAR_S:.0f} s |"


if __name__ == "__main__":
    raise SystemExit(main())
