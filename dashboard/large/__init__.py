"""Large and key customers: who consumes how much of a unit, and what a change of one of them does to it.

* :func:`ask` makes a question of an address; :func:`read_large` answers it in two questions to the release.
* :func:`large_table` and the filters show it.
"""

from dashboard.large.asking import PATH, Asked, ask
from dashboard.large.choosing import filter_form, kinds
from dashboard.large.reading import list_version, read_large
from dashboard.large.table import large_table, pager
from dashboard.large.taking import EXCEL, add_routes
from dashboard.large.values import Large

__all__ = [
    "EXCEL",
    "PATH",
    "Asked",
    "Large",
    "add_routes",
    "ask",
    "filter_form",
    "kinds",
    "large_table",
    "list_version",
    "pager",
    "read_large",
]
