"""A morning as the schedule makes it: the real ``phanky serve``, from the moment a run is due to the last message.

The run is put before Prefect as its own scheduler does, due half a minute later; the company's time zone is one where
it is early morning, so that nothing else of the timetable falls in between.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import requests

from benchmarks.places import ROOT
from notifier import Recipient
from notifier.chat_viewer import ChatServer
from phanky.ledger import RECIPIENT_LIST, DeliveryKey, Ledger
from phanky.settings import Settings

_SOON = timedelta(seconds=30)
_LEASE = timedelta(minutes=3)
_PATIENCE_S = 300.0


def early_zone(now: datetime) -> str:
    """A time zone where it is between five and six in the morning."""
    ahead = (5 - now.astimezone(UTC).hour + 12) % 24 - 12
    # The sign of these names is that of the way to Greenwich.
    return f"Etc/GMT{-ahead:+d}"


def keep_list(ledger: Ledger, wanted: Sequence[Recipient]) -> None:
    """Make them the company's list of recipients."""
    rows = [
        {
            "TEN": one.name, "VAI_TRO": one.role.value, "DON_VI": None if one.units is None else ",".join(one.units),
            "KENH": one.channel, "DIA_CHI": one.address, "TAM_NGUNG_TU": None, "TAM_NGUNG_DEN": None,
        }
        for one in wanted
    ]  # fmt: skip
    table = pa.Table.from_pylist(rows, schema=RECIPIENT_LIST.schema)
    ledger.lists.replace(RECIPIENT_LIST, table, file="benchmark", sha256="0" * 64, who="benchmark")


def keep_yesterday(ledger: Ledger, wanted: Sequence[Recipient], release: str, today: date) -> None:
    """Everybody got a message of ``release`` yesterday, so that today's are compared with it."""
    deliveries, holder = ledger.deliveries, ledger.deliveries.holder()
    day = today - timedelta(days=1)
    for number, one in enumerate(wanted):
        key = DeliveryKey(one.kind, one.name, day)
        deliveries.freeze(
            key, release_id=release, marker=f"#PK-{number}", parts=("tin",), channel=one.channel, address=one.address
        )
        attempt = deliveries.claim(key, _LEASE, datetime.now(UTC), holder=holder, may_search=True)
        if attempt is not None:
            deliveries.sent(attempt)
    holder.leave()


def morning(settings: Settings, ledger: Ledger, chat: ChatServer, state: Path) -> dict[str, Any]:
    """Serve, let one run of the messages fall due, and wait until all of them have arrived.

    Args:
        settings: with the home, the ledger, the channel and the time zone.
        ledger: the same, open.
        chat: where they arrive.
        state: an empty folder for what Prefect keeps.
    """
    with _serving(settings, state) as prefect:
        due = datetime.now(UTC) + _SOON
        day = due.astimezone(ZoneInfo(settings.timezone)).date()
        run = _put_before(prefect, due)
        _await(lambda: ledger.deliveries.is_composed(day) and _all_sent(ledger, day))
        begun = _found(prefect, run)["start_time"]
    entries = ledger.deliveries.of_day(day)
    at = [message.at for message in chat.messages.all()]
    return {
        "begun_s": (datetime.fromisoformat(begun) - due).total_seconds(),
        "first_s": (min(at) - due).total_seconds(), "seconds": (max(at) - due).total_seconds(),
        "sent": len(entries), "parts": sum(len(entry.parts) for entry in entries),
    }  # fmt: skip


def _all_sent(ledger: Ledger, day: date) -> bool:
    return {entry.state for entry in ledger.deliveries.of_day(day)} == {"sent"}


@contextmanager
def _serving(settings: Settings, state: Path) -> Iterator[str]:
    """The program with its schedules, until it takes runs; the address of its Prefect."""
    log = state / "serve.log"
    with log.open("wb") as told:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "phanky"), "serve", "--port", "0", "--prefect-port", "0"],
            env=_environment(settings, state), cwd=ROOT, stdout=told, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _await(lambda: "Ctrl-C" in log.read_text(encoding="utf-8"))
        (prefect,) = re.findall(r"Lịch chạy: (\S+)", log.read_text(encoding="utf-8"))
        _await(lambda: (_deployment(prefect) or {}).get("status") == "READY")
        yield prefect
    finally:
        # In the background Ctrl-C is ignored, and so it is by all programs started there.
        process.send_signal(signal.SIGTERM)
        process.wait(90)


def _environment(settings: Settings, state: Path) -> Mapping[str, str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "PHANKY_"))}
    named = ("home", "ledger_url", "timezone", "chat_url", "chat_body", "chat_success_path", "chat_search_path")
    ours = {f"PHANKY_{name.upper()}": str(getattr(settings, name)) for name in (*named, "chat_search_url")}
    return {**known, **ours, "PREFECT_HOME": str(state / "prefect"), "PYTHONUNBUFFERED": "1"}


def _deployment(prefect: str) -> dict[str, Any] | None:
    try:
        found = _asked(prefect, "deployments/filter", {"deployments": {"name": {"any_": ["daily-digest"]}}})
    except requests.RequestException:
        return None
    return found[0] if found else None


def _put_before(prefect: str, due: datetime) -> str:
    deployment = _deployment(prefect)
    assert deployment is not None
    state = {"type": "SCHEDULED", "state_details": {"scheduled_time": due.isoformat()}}
    return str(_asked(prefect, f"deployments/{deployment['id']}/create_flow_run", {"state": state})["id"])


def _found(prefect: str, run: str) -> dict[str, Any]:
    (found,) = _asked(prefect, "flow_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
    return dict(found)


def _asked(prefect: str, path: str, question: dict[str, Any]) -> Any:
    answer = requests.post(f"{prefect}/api/{path}", json=question, timeout=30)
    answer.raise_for_status()
    return answer.json()


def _await(true: Any) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not true():
        if time.monotonic() > until:
            raise TimeoutError(f"not within {_PATIENCE_S:.0f} s")
        time.sleep(0.5)
