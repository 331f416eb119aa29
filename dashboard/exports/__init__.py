"""Tables that leave the pages: workbooks and text files of any table, written as the rows come.

* :class:`Column` says what a column holds and how wide it is; its ``key`` names the column of the Arrow batches.
* :func:`workbook` and :func:`text_file` write batches; :func:`as_download` hands the result to a browser.
* :func:`neutral` keeps a spreadsheet from taking a text for a formula.
"""

from dashboard.exports.columns import Column, Kind, rows_of
from dashboard.exports.sending import TEXT, WORKBOOK, as_download
from dashboard.exports.textfile import text_file
from dashboard.exports.workbook import Note, workbook
from phanky.cells import neutral

__all__ = [
    "TEXT",
    "WORKBOOK",
    "Column",
    "Kind",
    "Note",
    "as_download",
    "neutral",
    "rows_of",
    "text_file",
    "workbook",
]
