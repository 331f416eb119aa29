"""Every figure of the real snapshot's messages against `phanky query`, and against verdicts worked out apart."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from notifier import Message, messages
from phanky.identity import of_units, whole_company
from phanky.settings import load_settings
from semantic import Release, open_release
from tests.runs import EXPECTED, needs_real_data, real_run, succeed

pytestmark = needs_real_data

COMPANY = "PC02"
MONTH, QUARTER = "2026-10", "2026-Q3"
COUNTS = ("customers_in_scope", "customers_too_few", "customers_too_many", "customers_agreed", "share_right")
Told = dict[str, Any]

_FIRST = re.compile(r"Ngoài sinh hoạt: ([\d.]+) KH · đúng ([\d,]+) % \(Q3/2026: ([\d,]+) %\)")
_SECOND = re.compile(r"Thiếu kỳ: ([\d.]+) · Thừa kỳ: ([\d.]+) · Theo thỏa thuận: ([\d.]+)")
_UNIT = re.compile(r"^(.+): đúng ([\d,]+) % · thiếu ([\d.]+), thừa ([\d.]+)$", re.MULTILINE)
_CASE = re.compile(r"^- (\S+) .* – BQ ([\d.,]+) kWh, đang (\d) kỳ, phải (\d) kỳ", re.MULTILINE)
_CROSSING = re.compile(r"Sắp qua ngưỡng ở T11/2026: ([\d.]+) KH")


@pytest.fixture(scope="module")
def home(shared_folder: Path) -> Path:
    """PHANKY_HOME with the real snapshot."""
    return real_run(shared_folder, "duckdb")


@pytest.fixture(scope="module")
def made(home: Path) -> dict[str, Message]:
    """Recipient -> message of the day."""
    settings = load_settings(home=home)
    found = messages(settings, date(2026, 11, 24), "current", recipients=None, last_release=lambda *_: None)
    return {message.recipient: message for message in found}


def asked(home: Path, *arguments: str) -> list[dict[str, str]]:
    return list(csv.DictReader(succeed(home, "query", *arguments, "--format", "csv").splitlines()))


@pytest.fixture(scope="module")
def queried(home: Path) -> dict[str, Told]:
    """What `phanky query` answers for each recipient."""
    found: dict[str, Told] = {}
    for by in ([], ["--by", "unit_code"]):
        for row in asked(home, *COUNTS, *by, "--where", f"month={MONTH}"):
            if row["customers_in_scope"] != "0":
                found[row.get("unit_code", COMPANY)] = {**row, "crossing": 0}
        for row in asked(home, "share_right", *by, "--where", f"quarter={QUARTER}"):
            found.get(row.get("unit_code", COMPANY), {})["closed"] = row["share_right"]
        for row in asked(home, "customers_will_cross", *by):
            if row["customers_will_cross"]:
                found[row.get("unit_code", COMPANY)]["crossing"] = int(row["customers_will_cross"])
    return found


def number(text: str) -> int:
    return int(text.replace(".", ""))


def percent(text: str) -> float:
    return float(text.replace(",", "."))


def figures_in(message: Message) -> tuple[list[int], list[float]]:
    """Counts and shares as a reader sees them."""
    text = "\n".join(message.parts)
    first, second, crossing = _FIRST.search(text), _SECOND.search(text), _CROSSING.search(text)
    assert first is not None and second is not None  # noqa: PT018  # both lines are in every message
    counts = [first[1], *second.groups(), crossing[1] if crossing is not None else "0"]
    return [number(count) for count in counts], [percent(first[2]), percent(first[3])]


def test_every_recipient_of_the_real_snapshot_gets_a_message(
    made: dict[str, Message], queried: dict[str, Told]
) -> None:
    assert len(made) == 13
    assert set(made) == set(queried)


def test_counts_and_shares_of_every_message_are_those_of_the_query(
    made: dict[str, Message], queried: dict[str, Told]
) -> None:
    for recipient, row in queried.items():
        counts, shares = figures_in(made[recipient])

        assert counts == [*(int(row[name]) for name in COUNTS[:-1]), row["crossing"]], recipient
        expected = [100 * float(row["share_right"]), 100 * float(row["closed"])]
        assert shares == pytest.approx(expected, abs=0.0501), recipient


def test_a_query_within_the_recipients_scope_tells_the_same(home: Path, made: dict[str, Message]) -> None:
    for recipient, message in made.items():
        scope = whole_company("lãnh đạo") if recipient == COMPANY else of_units("giám đốc", recipient)
        with open_release(scope, home=home, marts=(), with_metrics=True) as release:
            row = release.query(COUNTS, (), {"month": MONTH} | chosen(recipient)).to_pylist()[0]
            crossing = release.query(["customers_will_cross"]).to_pylist()[0]["customers_will_cross"] or 0

        counts, shares = figures_in(message)
        assert counts == [*(row[name] for name in COUNTS[:-1]), crossing], recipient
        assert shares[0] == pytest.approx(100 * row["share_right"], abs=0.0501), recipient


def chosen(recipient: str) -> dict[str, str]:
    return {} if recipient == COMPANY else {"unit_code": recipient}


def test_the_companys_list_of_units_is_that_of_the_query_worst_first(
    home: Path, made: dict[str, Message], queried: dict[str, Told]
) -> None:
    with open_release(whole_company("lãnh đạo"), home=home, marts=("dim_units",)) as release:
        codes = unit_codes(release)
    lines = _UNIT.findall("\n".join(made[COMPANY].parts))

    assert len(lines) == 12
    assert [percent(share) for _, share, _, _ in lines] == sorted(percent(share) for _, share, _, _ in lines)
    for name, share, few, many in lines:
        row = queried[codes[name]]
        assert (number(few), number(many)) == (int(row["customers_too_few"]), int(row["customers_too_many"]))
        assert percent(share) == pytest.approx(100 * float(row["share_right"]), abs=0.0501)


def unit_codes(release: Release) -> dict[str, str]:
    rows = release.rows("dim_units", ["unit_code", "short_name"], {"is_current": True}).to_pylist()
    return {row["short_name"]: row["unit_code"] for row in rows}


def test_the_customers_named_are_those_of_the_verdicts(home: Path, made: dict[str, Message]) -> None:
    printed = succeed(home, "verdicts", "--month", MONTH, "--format", "csv").splitlines()
    verdicts = {row["customer_id"]: row for row in csv.DictReader(printed)}

    for recipient, message in made.items():
        named = _CASE.findall("\n".join(message.parts))
        wrong = [row for row in verdicts.values() if row["verdict"] in {"thieu_ky", "thua_ky"}]
        own = [row for row in wrong if recipient in (COMPANY, row["unit_code"])]
        assert len(named) == min(5, len(own)), recipient
        for customer, kwh, actual, required in named:
            row = verdicts[customer]
            assert row in own
            assert (actual, required) == (row["actual_periods"], row["required_periods"])
            assert percent(kwh.replace(".", "")) == float(row["average_kwh"])


@pytest.mark.parametrize(
    ("unit", "in_scope", "right", "too_few", "too_many", "shown"),
    [
        ("PC02BB", 37, 30, 5, 2, "81,1 %"),
        ("PC02KK", 33, 29, 3, 1, "87,9 %"),
        ("PC02AA", 30, 26, 4, 0, "86,7 %"),
    ],
)
def test_the_last_closed_quarter_of_three_units_is_that_of_verdicts_worked_out_apart(
    made: dict[str, Message], unit: str, in_scope: int, right: int, too_few: int, too_many: int, shown: str
) -> None:
    with EXPECTED.open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if (row["quarter"], row["unit"]) == (QUARTER, unit)]
    apart = Counter(row["verdict"] for row in rows)

    assert (len(rows), apart["dung"], apart["thieu_ky"], apart["thua_ky"]) == (in_scope, right, too_few, too_many)
    assert f"(Q3/2026: {shown})" in "\n".join(made[unit].parts)
    assert f"{100 * right / in_scope:.1f}".replace(".", ",") + " %" == shown
