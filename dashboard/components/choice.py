"""A choice in a form: its label, and what can be chosen.  Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

Option = tuple[str, str]
"""What the address says, and the word for it."""

# Otherwise a browser that comes back puts its own last choice over the one in the address.
_NO_MEMORY: dict[str, Any] = {"autoComplete": "off"}


def choice(name: str, label: str, options: Sequence[Option], chosen: str) -> Component:
    """One of several; ``chosen`` is the option that the address says."""
    return html.Label([label, html.Select(_options(options, chosen), name=name, **_NO_MEMORY)])


def grouped_choice(name: str, label: str, groups: Mapping[str, Sequence[Option]], chosen: str) -> Component:
    """One of several under headings; options under an empty heading stand alone."""
    parts: list[Component] = []
    for heading, options in groups.items():
        found = _options(options, chosen)
        parts.extend([html.Optgroup(found, label=heading)] if heading else found)
    return html.Label([label, html.Select(parts, name=name, **_NO_MEMORY)])


def _options(options: Sequence[Option], chosen: str) -> list[Component]:
    return [html.Option(word, value=value, selected=value == chosen) for value, word in options]
