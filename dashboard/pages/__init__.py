"""The pages, in the order of the menu."""

from __future__ import annotations

<<<<<<< HEAD
from dashboard.pages import cases, customer, data, explore, large, overview, rules, unit, units
=======
from dashboard.pages import cases, changes, customer, large, overview, rules, unit, units
>>>>>>> h-overview
from dashboard.pages.contract import Page

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    units.PAGE,
    cases.PAGE,
    large.PAGE,
    explore.PAGE,
    rules.PAGE,
    data.PAGE,
    unit.PAGE,
    changes.PAGE,
    customer.PAGE,
)
