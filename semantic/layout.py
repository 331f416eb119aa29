"""How a release lies on disk: names that its writer and its readers have to agree on.

::

    releases/current                                            a text file: id of the release in service
    releases/signed-off.json                                    quarter -> sign-off
    releases/<id>/receipt.json                                  written last
    releases/<id>/docs/index.html
    releases/<id>/metrics.json                                  definitions of the metrics
    releases/<id>/marts/<mart>/data.parquet                     open marts
    releases/<id>/marts/<mart>/managing_unit_code=<unit>/data.parquet
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import quote

CURRENT = "current"
RECEIPT_FILE = "receipt.json"
SIGN_OFFS_FILE = "signed-off.json"
DOCS_FILE = "docs/index.html"
DEFINITIONS_FILE = "metrics.json"

UNIT_COLUMN = "managing_unit_code"
"""Unit-scoped marts have one folder for each value of this column; the column stands in the file too."""

MONTH_COLUMN = "month"
"""Where a mart's grain has it, its files are sorted by it first."""

RELEASE_ID = re.compile(r"\d{8}-[0-9a-f]{8,64}")
"""As-of day and the first hex digits of the content hash."""


def unit_folder(unit_code: str) -> str:
    """Folder of one unit's rows; what a folder's name may not hold is percent-encoded."""
    return f"{UNIT_COLUMN}={quote(unit_code, safe='')}"


def mart_file(mart: str, unit_code: str | None = None) -> PurePosixPath:
    """Path of a mart's file inside a release: that of one unit, or the only one of an open mart."""
    folder = PurePosixPath("marts") / mart
    return (folder if unit_code is None else folder / unit_folder(unit_code)) / "data.parquet"
