"""The list as a workbook."""

from __future__ import annotations

from typing import IO

from dashboard.cases.fields import columns
from dashboard.cases.rows import batches
from dashboard.cases.taking import Taking
from dashboard.exports import workbook
from dashboard.texts import cases as texts


def case_workbook(taking: Taking) -> IO[bytes]:
    """Exactly the rows that are filtered, in the order shown."""
    asked, release = taking.asked, taking.view.release
    rows = batches(release, asked.filters, asked.sort)
    return workbook(texts.SHEET, taking.notes, columns(asked.filters.month), rows)
