"""The list of customers and their verdicts: what is asked, the rows, and what is taken away.

* :func:`read_options` and :func:`ask` turn an address into a question; nothing of an address is trusted.
* :func:`count`, :func:`page` and :func:`batches` answer it, through the release's own scope.
* :func:`add_routes` serves the files, :func:`add_callbacks` the scrolled table.
"""

from dashboard.cases.asking import Asked, ask
from dashboard.cases.grid import add_callbacks
from dashboard.cases.options import Options, read_options
from dashboard.cases.question import Filters
from dashboard.cases.routes import add_routes
from dashboard.cases.rows import batches, count, page

__all__ = [
    "Asked",
    "Filters",
    "Options",
    "add_callbacks",
    "add_routes",
    "ask",
    "batches",
    "count",
    "page",
    "read_options",
]
