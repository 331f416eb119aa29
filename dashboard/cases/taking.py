"""What a file of the list is made from: a question, the view it is asked of, and what the file says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.address import Address
from dashboard.cases.asking import Asked, ask
from dashboard.cases.options import Options, read_options
from dashboard.cases.rows import count
from dashboard.cases.telling import in_words
from dashboard.exports import Note
from dashboard.texts import cases as texts
from dashboard.view import View
from phanky import vietnamese as vi


@dataclass(frozen=True)
class Taking:
    """A question whose whole answer is taken away.

    Attributes:
        rows: how many there are.
    """

    view: View
    options: Options
    asked: Asked
    rows: int

    @property
    def chosen(self) -> str:
        """How the rows were chosen, in words."""
        return in_words(self.options, self.asked)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the file says about itself."""
        view, receipt = self.view, self.view.release.receipt
        return (
            (texts.RELEASE, view.release.id),
            (texts.TAKEN_AT, self._moment(receipt.taken_at)),
            (texts.CHOSEN, self.chosen),
            (texts.COUNT, vi.number(self.rows)),
            (texts.TAKEN_BY, view.identity.name),
            (texts.TAKEN_WHEN, self._moment(view.now)),
        )

    def _moment(self, when: datetime) -> str:
        return vi.moment(when.astimezone(ZoneInfo(self.view.settings.timezone)))


def take(view: View, address: Address, *, only_wrong: bool = False) -> Taking:
    """The question of an address; ``only_wrong`` leaves out those with whom nothing is to be done."""
    options = read_options(view)
    asked = ask(options, address)
    if only_wrong:
        asked = asked.limited(options.wrong)
    return Taking(view, options, asked, count(view.release, asked.filters))
