"""Early warning: who is expected to cross a threshold next month, and how often that came true before.

* :func:`read_outlook` answers an address with values; :func:`ask` checks what it asks.
* :func:`crossings`, :func:`filter_form`, :func:`outlook_table` and :func:`quality` show them.
* :func:`add_routes` serves the list as a workbook.
"""

from dashboard.outlook.asking import PATH, Asked, ask
from dashboard.outlook.choosing import crossings, filter_form
from dashboard.outlook.quality import quality
from dashboard.outlook.reading import read_outlook
from dashboard.outlook.table import outlook_table, pager
from dashboard.outlook.taking import EXCEL, add_routes
from dashboard.outlook.values import Outlook

__all__ = [
    "EXCEL",
    "PATH",
    "Asked",
    "Outlook",
    "add_routes",
    "ask",
    "crossings",
    "filter_form",
    "outlook_table",
    "pager",
    "quality",
    "read_outlook",
]
