"""The pages, in the order of the menu."""

from __future__ import annotations

from dashboard.pages import cases, customer, large, overview, rules
from dashboard.pages.contract import Page

PAGES: tuple[Page, ...] = (overview.PAGE, cases.PAGE, large.PAGE, rules.PAGE, customer.PAGE)
