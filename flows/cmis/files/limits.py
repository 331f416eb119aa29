"""How much a file may unfold into before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds on what is read; a real export of a whole company stays far below each.

    Attributes:
        unpacked_bytes: of all tables of one zip together.
        unpacked_ratio: unpacked bytes per packed byte, judged once ``ratio_from_bytes`` are unpacked.
        workbook_bytes: of the parts of one XLSX workbook together.
        sheet_cells: cells of the rectangle that the filled cells of a sheet span (held in memory).
        line_bytes: of one line of a text file.
    """

    unpacked_bytes: int = 20 * 2**30
    unpacked_ratio: int = 200
    ratio_from_bytes: int = 64 * 2**20
    workbook_bytes: int = 2 * 2**30
    sheet_cells: int = 16_000_000
    line_bytes: int = 16 * 2**20


LIMITS = Limits()
