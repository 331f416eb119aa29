"""CMIS table exports and company lists as files: CSV, XLSX and Parquet, in a folder or a zip.

:class:`FilesSource` offers all tables of a folder or zip to the landing; :func:`read_list` reads one list.
Both refuse what is malformed with file, row (the header is row 1) and column.
"""

from flows.cmis.files.limits import LIMITS, Limits
from flows.cmis.files.lists import read_list
from flows.cmis.files.source import FilesSource

__all__ = ["LIMITS", "FilesSource", "Limits", "read_list"]
