"""What Prefect's page shows of a run.  Texts are made here, pure; nothing but counts and our own words goes in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flows.build import BuildReport
from phanky import vietnamese as vi
from phanky.identity import whole_company
from phanky.settings import Settings
from semantic import STANDING_MARTS, open_release, standing

_COLUMNS = {
    "unit_name": "Đơn vị",
    "in_scope": "Trong diện",
    "share_right": "Đúng",
    "too_few": "Thiếu kỳ",
    "too_many": "Thừa kỳ",
    "agreed": "Thỏa thuận",
}
# Whatever could be Markdown or a link in a name.
_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]()<>#+-.!|:~"})


def figures_text(settings: Settings, release_id: str) -> str:
    """The day's figures of a release as Markdown: a line for each unit, worst first."""
    everyone = whole_company("schedule")
    with open_release(everyone, release_id, home=settings.home, marts=STANDING_MARTS, with_metrics=True) as release:
        latest = [row for row in standing(release).to_pylist() if row["period"] == "latest"]
        as_of = release.receipt.as_of
    head = f"Số liệu đến {vi.date(as_of)}, bản phát hành `{release_id}`."
    return "\n".join((head, "", *_table(latest, settings.company_name)))


def _table(rows: Iterable[Mapping[str, Any]], company: str) -> Iterable[str]:
    yield f"| {' | '.join(_COLUMNS.values())} |"
    yield f"|{'---|' * len(_COLUMNS)}"
    for row in rows:
        name = company if row["unit_code"] is None else row["unit_name"]
        cells = [_plain(name), *(_cell(column, row[column]) for column in list(_COLUMNS)[1:])]
        yield f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_MARKS)


def _cell(column: str, value: Any) -> str:
    if value is None:
        return "–"
    return vi.share(value) if column == "share_right" else vi.number(value)


def results_rows(report: BuildReport) -> list[dict[str, object]]:
    """The results of dbt, one row a node; its name, which may be long, last, or it hides the other columns."""
    return [{"loại": node.kind, "giây": round(node.seconds, 3), "nút": node.name} for node in report.nodes]


def gate_text(report: BuildReport) -> str:
    """Whether the data tests let the build through."""
    return f"Phép kiểm dữ liệu: {report.tests.passed}/{report.tests.expected} đạt"


def release_link(settings: Settings) -> str:
    """Where the release is looked at."""
    return f"{settings.public_url.rstrip('/')}/du-lieu"
