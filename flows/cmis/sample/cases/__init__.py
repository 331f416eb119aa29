"""The awkward cases: each a short function that writes one named customer (a few need a second one).

Their months lie before the last closed one by fixed distances, so that the cases are there on whatever day the sample
is taken; only the decree's date is fixed.  Codes end in 99000xx.
"""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from flows.cmis.declaration import AGREEMENTS
from flows.cmis.sample.blocks import Row
from flows.cmis.sample.cases import agreements, corrections, days, points, prices, thresholds, versions
from flows.cmis.sample.cases.draft import Case, Draft
from flows.cmis.sample.months import Calendar

CASES: tuple[Case, ...] = (
    *points.CASES,
    *versions.CASES,
    *prices.CASES,
    *days.CASES,
    *thresholds.CASES,
    *corrections.CASES,
    *agreements.CASES,
)


def awkward_rows(calendar: Calendar) -> dict[str, list[Row]]:
    """Rows of all cases by table (``AGREEMENTS`` included)."""
    draft = Draft(calendar)
    for case in CASES:
        case(draft)
    return draft.rows


def sample_agreements(as_of: date = date(2026, 11, 24), months: int = 24) -> pa.Table:
    """The company's list of agreements that belongs to a sample taken on ``as_of``; columns as in ``AGREEMENTS``."""
    rows = awkward_rows(Calendar(as_of, months))[AGREEMENTS.name]
    return pa.Table.from_pylist([dict(row) for row in rows], schema=AGREEMENTS.arrow_schema)
