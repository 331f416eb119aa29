"""What the page of the list shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.address import Address
from dashboard.cases.asking import Asked, ask
from dashboard.cases.options import Options, read_options
from dashboard.cases.rows import count, page
from dashboard.view import View
from semantic import Release

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
    rows = _page(view.release, asked, asked.page)
    if len(rows) < ROWS and (rows or asked.page == 1):
        # The last page counts all of them: most lists of one unit are that short, and what is looked for may not exist.
        return Cases(options, asked, (asked.page - 1) * ROWS + len(rows), asked.page, rows)
    counted = count(view.release, asked.filters)
    last = max(1, -(-counted // ROWS))
    if asked.page <= last:
        return Cases(options, asked, counted, asked.page, rows)
    return Cases(options, asked, counted, last, _page(view.release, asked, last))


def _page(release: Release, asked: Asked, number: int) -> tuple[dict[str, Any], ...]:
    return page(release, asked.filters, asked.sort, (number - 1) * ROWS, ROWS)
