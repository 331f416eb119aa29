"""The whole answer as a table that leaves the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pyarrow as pa

from dashboard.address import Address
from dashboard.explore.asking import Asked, question, read_asked
from dashboard.explore.reading import read_choices
from dashboard.explore.values import Choices
from dashboard.exports import Column, Kind, Note
from dashboard.texts import explore as texts
from dashboard.view import View
from phanky import vietnamese as vi
from semantic import Answer, Format

_FIGURES: dict[Format, Kind] = {Format.COUNT: "int", Format.SHARE: "share", Format.CHANGE: "share"}
_BATCH = 5_000


@dataclass(frozen=True)
class Taking:
    """An answer that is taken away, and the words around it."""

    view: View
    asked: Asked
    choices: Choices
    answer: Answer

    @property
    def rows(self) -> int:
        """How many there are."""
        return int(self.answer.table.num_rows)

    @property
    def columns(self) -> list[Column]:
        """Codes as they are, with the words for them beside; the figure last."""
        metric = self.choices.metrics[self.asked.metric]
        figure = Column(metric.name, f"{metric.label} ({metric.unit})", _FIGURES.get(metric.format, "kwh"), 22)
        return [*(column for name in self.asked.by for column in self._columns_of(name)), figure]

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, a few thousand at a time."""
        for batch in self.answer.table.to_batches(max_chunksize=_BATCH):
            yield self._worded(batch)

    @property
    def chosen(self) -> str:
        """The question in words."""
        label = self.choices.label
        filters = [
            texts.filtered(label(name), self.choices.word(name, value))
            for name, values in self.asked.filters.items()
            for value in values
        ]
        by = [f"{texts.BY.lower()} {label(name).lower()}" for name in self.asked.by]
        scope = [texts.EVERYONE] if self.asked.everyone else []
        return "; ".join([self.choices.metrics[self.asked.metric].label, *by, *filters, *scope])

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the file says about itself."""
        view, plan = self.view, self.answer.plan
        return (
            (texts.RELEASE, view.release.id),
            (texts.TAKEN_AT, self._moment(view.release.receipt.taken_at)),
            (texts.CHOSEN, self.chosen),
            (texts.COVERED, texts.shown_months(plan.months[self.asked.metric])),
            (texts.MEANING, self.choices.metrics[self.asked.metric].description),
            (texts.SOURCE, ", ".join(plan.marts)),
            (texts.SQL, plan.literal_sql),
            (texts.TAKEN_BY, view.identity.name),
            (texts.TAKEN_WHEN, self._moment(view.now)),
        )

    def _moment(self, when: datetime) -> str:
        return vi.moment(when.astimezone(ZoneInfo(self.view.settings.timezone)))

    def _columns_of(self, name: str) -> Sequence[Column]:
        kind: Kind = "month" if name == "month" else "int" if self._is_whole(name) else "text"
        code = Column(name, self.choices.label(name), kind, 18)
        return [code, Column(_word(name), texts.word_of(code.heading), "text", 28)] if self._has_words(name) else [code]

    def _is_whole(self, name: str) -> bool:
        return bool(pa.types.is_integer(self.answer.table.schema.field(name).type))

    def _has_words(self, name: str) -> bool:
        return name in self.choices.labels

    def _worded(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        for name in filter(self._has_words, self.asked.by):
            found = [
                None if value is None else self.choices.word(name, value) for value in batch.column(name).to_pylist()
            ]
            batch = batch.append_column(_word(name), pa.array(found, pa.string()))
        return batch


def take(view: View, address: Address) -> Taking:
    """The whole answer to the question of an address; UsageError as on the page."""
    asked = read_asked(address, view.release.dimensions)
    months = view.release.rows("dim_months", ["month", "quarter"]).to_pylist()
    answer = view.release.answer(question(asked, view.release, months))
    return Taking(view, asked, read_choices(view, asked.metric), answer)


def _word(name: str) -> str:
    return f"{name}_word"
