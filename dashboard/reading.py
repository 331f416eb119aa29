"""Reads a release through the semantic layer into the values that the page shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dashboard.overview import Counts, Overview, Period, UnitRow
from phanky.identity import Identity
from semantic import STANDING_MARTS, Release, Shelf, open_release, standing
from semantic.layout import DOCS_FILE

_MARTS = (*STANDING_MARTS, "dim_words")


def current_release(home: Path) -> str | None:
    """Id of the release in service, read anew each time: one small file."""
    return Shelf(home).current_id()


def docs_folder(home: Path) -> Path | None:
    """Folder of the documentation of the release in service; None when it has none."""
    current = current_release(home)
    if current is None:
        return None
    page = Shelf(home).release_folder(current) / DOCS_FILE
    return page.parent if page.is_file() else None


def read_overview(home: Path, identity: Identity, release_id: str) -> Overview:
    """The page Tổng quan of one release.

    Raises:
        DamageError: the release cannot be read.
    """
    with open_release(identity, release_id, home=home, marts=_MARTS) as release:
        figures = standing(release).to_pylist()
        words = release.rows("dim_words", ["code", "label_vi"], {"word_set": "verdict"}).to_pylist()
        labels = {word["code"]: word["label_vi"] for word in words}
        return _overview(release, figures, labels)


def _overview(release: Release, figures: list[dict[str, Any]], labels: dict[str, str]) -> Overview:
    totals = {row["period"]: _period(row) for row in figures if row["unit_code"] is None}
    closed = {row["unit_code"]: row["share_right"] for row in figures if row["period"] == "closed"}
    latest = [row for row in figures if row["period"] == "latest" and row["unit_code"] is not None]
    return Overview(
        release_id=release.id,
        source=release.receipt.source,
        taken_at=release.receipt.taken_at,
        as_of=release.receipt.as_of,
        labels=labels,
        latest=totals["latest"],
        closed=totals.get("closed"),
        units=tuple(
            UnitRow(row["unit_code"], row["unit_name"], _counts(row), closed.get(row["unit_code"])) for row in latest
        ),
    )


def _period(row: dict[str, Any]) -> Period:
    return Period(row["month"], row["quarter"], row["window_first"], row["is_provisional"], _counts(row))


def _counts(row: dict[str, Any]) -> Counts:
    names = ("in_scope", "right", "too_few", "too_many", "agreed", "not_enough_data", "share_right")
    return Counts(**{name: row[name] for name in names})
