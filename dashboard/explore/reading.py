"""Reads an answer and what else could be asked, through the release."""

from __future__ import annotations

from typing import Any

from dashboard.address import Address
from dashboard.explore.asking import USUAL, Asked, question, read_asked
from dashboard.explore.values import Answered, Choices, Explored, Labels
from dashboard.view import View
from phanky.errors import UsageError
from semantic import Dimension

ROWS = 600
"""As many as a page can make a chart of; files hold all."""

_UNITS = ("unit_code", "managing_unit_code", "parent_code")


def read_explored(view: View, address: Address) -> Explored:
    """The answer, or why there is none; the form is there either way."""
    try:
        asked = read_asked(address, view.release.dimensions)
    except UsageError as error:
        asked = Asked(USUAL[0], USUAL[1:])
        return Explored(asked, read_choices(view, asked.metric), None, str(error))
    choices = read_choices(view, asked.metric)
    try:
        return Explored(asked, choices, _answer(view, asked))
    except UsageError as error:
        return Explored(asked, choices, None, str(error))


def read_choices(view: View, metric: str) -> Choices:
    """What can be asked of this metric; of the usual one if it does not exist."""
    release = view.release
    known = metric if metric in release.metrics else USUAL[0]
    dimensions = {name: release.dimensions[name] for name in release.dimensions_of(known)}
    months = _months(view)
    return Choices(
        metrics=release.metrics,
        splits={name: dimension.label for name, dimension in dimensions.items()},
        filters=_filters(view, dimensions),
        months=tuple(str(month["month"]) for month in months),
        quarters=tuple(dict.fromkeys(str(month["quarter"]) for month in months)),
        labels=_labels(view, dimensions),
        may_ask_everyone=view.identity.units is not None,
    )


def _answer(view: View, asked: Asked) -> Answered:
    query = question(asked, view.release, _months(view), ROWS + 1)
    answer = view.release.answer(query)
    rows = tuple(zip(*(answer.table.column(name).to_pylist() for name in (*asked.by, asked.metric)), strict=True))
    return Answered(
        metric=view.release.metrics[asked.metric],
        rows=rows[:ROWS],
        is_cut=len(rows) > ROWS,
        sql=view.release.explain(question(asked, view.release, _months(view))).literal_sql,
        marts=answer.plan.marts,
        months=answer.plan.months[asked.metric],
        release_id=answer.release_id,
    )


def _months(view: View) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = view.release.rows("dim_months", ["month", "quarter"]).to_pylist()
    return found


def _filters(view: View, dimensions: dict[str, Dimension]) -> dict[str, tuple[Any, ...] | None]:
    listed = {name: view.release.values_of(name) for name in dimensions}
    codes = {name for name, found in dimensions.items() if _is_code(found)}
    return {name: values for name, values in listed.items() if values is not None or name in codes}


def _is_code(dimension: Dimension) -> bool:
    return any(way.kind == "Entity" for way in dimension.references.values())


def _labels(view: View, dimensions: dict[str, Dimension]) -> Labels:
    rules = view.release.rows("dim_rules", ["rule_id", "name_vi"]).to_pylist()
    worded = {
        name: {code: label for (word_set, code), label in view.words.labels.items() if word_set == dimension.word_set}
        for name, dimension in dimensions.items()
        if dimension.word_set is not None
    }
    units = {name: view.unit_names for name in _UNITS if name in dimensions}
    return {**worded, **units, "rule_id": {rule["rule_id"]: rule["name_vi"] for rule in rules}}
