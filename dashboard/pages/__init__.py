"""The pages, in the order of the menu."""

from __future__ import annotations

from dashboard.pages import cases, data, overview
from dashboard.pages.contract import Page

PAGES: tuple[Page, ...] = (overview.PAGE, cases.PAGE, data.PAGE)
