"""Reads a release through the semantic layer into the values that the page shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dashboard.overview import Counts, Overview, Period, UnitRow
from phanky.identity import whole_company
from semantic import Follower, Release, Shelf, standing
from semantic.layout import DOCS_FILE


def follow_releases(home: Path) -> Follower:
    """What hands the pages their release: one for a server, followed within a ``with`` block."""
    return Follower(home, None, ready_for=(whole_company("dashboard"),))


def docs_folder(home: Path, release_id: str | None) -> Path | None:
    """Folder of the documentation of a release; None when it has none."""
    if release_id is None:
        return None
    page = Shelf(home).release_folder(release_id) / DOCS_FILE
    return page.parent if page.is_file() else None


def read_overview(release: Release) -> Overview:
    """The page Tổng quan of one release."""
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
