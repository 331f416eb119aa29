"""What can be chosen: values that the release has and the reader may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.view import View

_GROUPS = "SELECT DISTINCT price_group FROM phanky.marts.agg_segment_month WHERE price_group IS NOT NULL ORDER BY 1"


@dataclass(frozen=True)
class Month:
    """A judged month."""

    month: str
    quarter: str
    ends_quarter: bool
    is_provisional: bool


@dataclass(frozen=True)
class Options:
    """Code -> word of everything that the list can be limited by.

    Attributes:
        months: newest first.
        wrong: the verdicts that somebody has to act on.
        periods: the numbers of kỳ that a month can be read in.
    """

    months: tuple[Month, ...]
    units: Mapping[str, str]
    verdicts: Mapping[str, str]
    wrong: frozenset[str]
    price_groups: Mapping[str, str]
    findings: Mapping[str, str]
    periods: tuple[int, ...] = (1, 2, 3)


def read_options(view: View) -> Options:
    """Through the release; UsageError when nothing is judged yet."""
    release = view.release
    view.month  # noqa: B018  # says so where there is none
    words = release.rows("dim_words", ["code", "label_vi"], {"word_set": "verdict"}, ["rank"]).to_pylist()
    findings = release.rows("dim_rules", ["rule_id", "name_vi"], {"rule_group": "finding"}, ["name_vi"]).to_pylist()
    groups = release.listed(_GROUPS).column("price_group").to_pylist()
    return Options(
        months=tuple(_month(month) for month in reversed(view.months)),
        units=view.units,
        verdicts={word["code"]: word["label_vi"] for word in words},
        wrong=view.words.wrong,
        price_groups={group: group for group in groups},
        findings={finding["rule_id"]: finding["name_vi"] for finding in findings},
    )


def _month(row: Mapping[str, Any]) -> Month:
    return Month(row["month"], row["quarter"], row["is_quarter_end"], row["is_provisional"])
