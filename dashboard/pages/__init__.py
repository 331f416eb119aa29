"""The pages, in the order of the menu."""

from __future__ import annotations

from dashboard.pages import cases, changes, customer, large, overview, rules, unit, units
from dashboard.pages.contract import Page

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    units.PAGE,
    cases.PAGE,
    large.PAGE,
    rules.PAGE,
    unit.PAGE,
    changes.PAGE,
    customer.PAGE,
)
