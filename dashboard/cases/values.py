"""What the page of the list shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.address import Address
from dashboard.cases.asking import Asked, ask
from dashboard.cases.options import Options, read_options
from dashboard.cases.rows import count, page
from dashboard.view import View

ROWS = 50


@dataclass(frozen=True)
class Cases:
    """One page of the list.

    Attributes:
        count: how many rows there are on all pages.
        page: which page these are of, from 1 on.
        first: which row the first of these is, from 1 on.
    """

    options: Options
    asked: Asked
    count: int
    page: int
    rows: tuple[dict[str, Any], ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // ROWS))

    @property
    def first(self) -> int:
        """Which row stands first on this page, from 1 on."""
        return (self.page - 1) * ROWS + 1


def read_cases(view: View, address: Address) -> Cases:
    """Through the release; a page behind the last one is the last one."""
    options = read_options(view)
    asked = ask(options, address)
    counted = count(view.release, asked.filters)
    number = min(asked.page, max(1, -(-counted // ROWS)))
    rows = page(view.release, asked.filters, asked.sort, (number - 1) * ROWS, ROWS)
    return Cases(options, asked, counted, number, rows)
