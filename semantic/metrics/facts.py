"""What is known of metrics, dimensions and the marts that answer for them, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from phanky.errors import UsageError
from semantic.naming import shown

MONTH = "month"
QUARTER = "quarter"
TIME = {MONTH: "metric_time__month", QUARTER: "metric_time__quarter"}
"""Grains of time that a question may name -> what MetricFlow calls them."""

Value = str | int | bool | None

_INTEGERS = ("INTEGER", "BIGINT")
_DIGITS = 20
_BOOLEANS = {"true": True, "false": False}
_WANTED: dict[str, tuple[type, str]] = {
    "BOOLEAN": (bool, "true hoặc false"),
    **dict.fromkeys(_INTEGERS, (int, "một số nguyên")),
}


class Shape(StrEnum):
    """How a metric behaves over months.

    STOCK: customers at the end of a month: of several months the last judged one counts.
    FLOW: what happens in a month: months are added.
    MOMENT: a month against an earlier one: of several months the last one counts.
    """

    STOCK = "stock"
    FLOW = "flow"
    MOMENT = "moment"


class Format(StrEnum):
    """How a figure is written, and so of which SQL type it is."""

    COUNT = "count"
    ENERGY = "energy"
    SHARE = "share"
    CHANGE = "change"
    MONTHS = "months"

    @property
    def sql_type(self) -> str:
        """The same on every engine."""
        return {"count": "BIGINT", "energy": "DECIMAL(38, 3)"}.get(self.value, "DOUBLE PRECISION")


@dataclass(frozen=True)
class Largest:
    """Not the whole, but the part that the ``count`` greatest of a dimension hold."""

    count: int
    dimension: str


@dataclass(frozen=True)
class Metric:
    """One figure.

    Attributes:
        name, label, unit: ``customers_right``, its Vietnamese label, what it is counted in.
        description: how it is counted, in Vietnamese.
        is_sum: a count or a plain sum, which is 0 where there is nothing to add.
        columns: semantic model -> columns of its mart that the metric needs.
        largest: whose part it is, when it is a part of the greatest.
    """

    name: str
    label: str
    unit: str
    description: str
    format: Format
    shape: Shape
    is_sum: bool
    columns: Mapping[str, frozenset[str]]
    largest: Largest | None = None


@dataclass(frozen=True)
class Reference:
    """A dimension as one semantic model knows it.

    Attributes:
        kind: ``Entity`` or ``Dimension``.
        name: MetricFlow's, ``unit`` or ``customer_month__verdict``; also the name of the column in its answers.
        column: of the model's own mart, without which the dimension cannot be reached.
    """

    kind: str
    name: str
    column: str

    @property
    def template(self) -> str:
        """How a filter names it."""
        return f"{{{{ {self.kind}('{self.name}') }}}}"


@dataclass(frozen=True)
class Dimension:
    """Something to split or filter by.

    Attributes:
        name, label: ``unit_code`` and its Vietnamese label.
        data_type: DuckDB type of its values.
        references: semantic model -> how that model knows it.
        word_set: the set of ``dim_words`` that its codes come from, if any.
        home: (mart, column) that lists all its values, if everyone may see that mart.
    """

    name: str
    label: str
    data_type: str
    references: Mapping[str, Reference]
    word_set: str | None = None
    home: tuple[str, str] | None = None

    def require(self, value: Value) -> Value:
        """``value`` when it is of this dimension's type; UsageError otherwise."""
        wanted, told = _WANTED.get(self.data_type, (str, "một chuỗi"))
        if value is None or type(value) is wanted:
            return value
        raise UsageError(f"{self.name} nhận {told}, không nhận {shown(repr(value))}.")

    def parse(self, text: str) -> Value:
        """The value that a person typed; empty text means that there is none.

        Raises:
            UsageError: the text is no value of this dimension's type.
        """
        if text == "":
            return None
        if self.data_type == "BOOLEAN" and text in _BOOLEANS:
            return _BOOLEANS[text]
        if self.data_type in _INTEGERS and len(text) <= _DIGITS and text.removeprefix("-").isdecimal():
            return int(text)
        return self.require(text)


@dataclass(frozen=True)
class Source:
    """A mart that can answer for a semantic model.

    Attributes:
        columns: what is not among them it cannot answer.
        is_open: everyone may see all of it.
        rows: the fewer the quicker.
        months: that a row holds the sums of: its own and those before it.
    """

    mart: str
    columns: frozenset[str]
    is_open: bool
    rows: int
    months: int = 1
