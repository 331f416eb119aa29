"""The list as a text file."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.cases.fields import columns
from dashboard.cases.rows import batches
from dashboard.cases.taking import Taking
from dashboard.exports import text_file


def case_text(taking: Taking) -> Iterator[bytes]:
    """Exactly the rows that are filtered, in the order shown."""
    asked, release = taking.asked, taking.view.release
    return text_file(columns(asked.filters.month), batches(release, asked.filters, asked.sort))
