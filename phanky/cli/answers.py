"""Answers about metrics as people read them: titles, figures with their units, where they came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from phanky import vietnamese as vi

if TYPE_CHECKING:
    import pyarrow as pa

    from semantic import Answer, Dimension, Metric, Release

TIME_LABELS = {"month": "Tháng", "quarter": "Quý"}
"""The dimensions that every metric has."""

_MANY = 4
"""Up to so many months that do not follow one another are named one by one."""


@dataclass(frozen=True)
class Column:
    """A column of a table for people."""

    title: str
    cells: tuple[str, ...]
    is_figure: bool


def columns_of(release: Release, table: pa.Table) -> list[Column]:
    """The columns of an answer, in its order."""
    return [_column(release, name, table.column(name).to_pylist()) for name in table.column_names]


def _column(release: Release, name: str, values: Sequence[Any]) -> Column:
    if name in release.metrics:
        metric = release.metrics[name]
        return Column(title(metric), _figures(metric, values), is_figure=True)
    if name in TIME_LABELS:
        write = vi.month if name == "month" else vi.quarter
        cells = tuple(vi.NOTHING if value is None else write(value) for value in values)
        return Column(TIME_LABELS[name], cells, is_figure=False)
    dimension = release.dimensions[name]
    return Column(dimension.label, _codes(release, dimension, values), dimension.data_type != "VARCHAR")


def title(metric: Metric) -> str:
    """The label of a metric, with its unit where the figures do not tell it."""
    return f"{metric.label} ({metric.unit})" if metric.format in ("energy", "months") else metric.label


def _figures(metric: Metric, values: Sequence[Any]) -> tuple[str, ...]:
    if metric.format in ("share", "change"):
        return tuple(vi.share(value, signed=metric.format == "change") for value in values)
    places = _places(metric, values)
    return tuple(vi.number(value, places) for value in values)


def _places(metric: Metric, values: Sequence[Any]) -> int:
    """One number of decimals down a column, so that its figures stand under one another; kWh are shown whole."""
    is_whole = metric.format != "months" or all(value is None or value == int(value) for value in values)
    return 0 if is_whole else 1


def _codes(release: Release, dimension: Dimension, values: Sequence[Any]) -> tuple[str, ...]:
    labels = _labels(release, dimension.word_set)
    return tuple(
        vi.NOTHING if value is None else f"{labels[value]} ({value})" if value in labels else str(value)
        for value in values
    )


def _labels(release: Release, word_set: str | None) -> dict[str, str]:
    if word_set is None:
        return {}
    words = release.rows("dim_words", ["code", "label_vi"], {"word_set": word_set}).to_pylist()
    return {word["code"]: word["label_vi"] for word in words}


def origin(release: Release, answer: Answer) -> str:
    """One line: the release, the months that the figures cover, the marts that they came from."""
    together: dict[tuple[str, ...], list[str]] = {}
    for name, months in answer.plan.months.items():
        together.setdefault(months, []).append(release.metrics[name].label)
    periods = [
        _months(months) if len(together) == 1 else f"{' / '.join(labels)}: {_months(months)}"
        for months, labels in together.items()
    ]
    return f"Bản phát hành {answer.release_id} · {'; '.join(periods)} · từ {', '.join(answer.plan.marts)}."


def _months(months: Sequence[str]) -> str:
    if _follow_one_another(months):
        return vi.months(months[0], months[-1])
    if len(months) <= _MANY:
        return ", ".join(vi.month(month) for month in months)
    return f"{len(months)} tháng trong {vi.months(months[0], months[-1])}"


def _follow_one_another(months: Sequence[str]) -> bool:
    first, last = (int(month[:4]) * 12 + int(month[5:]) for month in (months[0], months[-1]))
    return last - first == len(months) - 1
