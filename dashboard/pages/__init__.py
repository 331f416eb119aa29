"""The pages, in the order of the menu."""

from __future__ import annotations

from dashboard.pages import (
    cases,
    changes,
    customer,
    data,
    explore,
    large,
    messages,
    overview,
    rules,
    unit,
    units,
    warning,
)
from dashboard.pages.contract import Page

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    units.PAGE,
    cases.PAGE,
    warning.PAGE,
    large.PAGE,
    explore.PAGE,
    rules.PAGE,
    data.PAGE,
    messages.PAGE,
    unit.PAGE,
    customer.PAGE,
    changes.PAGE,
)
