"""The HTML that a browser gets first: figures as plain tags, and beside them all that Dash needs to take over.

A page is there as soon as its HTML is; Dash draws the same into its own place and the plain one goes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.shell.bundle import FOLDER, script, style
from dashboard.shell.rendering import drawn, markup, plain_json, to_html
from dashboard.texts import shell as texts

# Before the first paint: else a reader who chose the dark sees the light flash by.
_THEME = 'try{var t=localStorage.getItem("phanky-theme");if(t)document.documentElement.dataset.theme=t}catch(_){}'
THEME_HASH = f"'sha256-{base64.b64encode(hashlib.sha256(_THEME.encode()).digest()).decode()}'"
"""For the content security policy."""

_HEAD = f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#0b3d70">
<link rel="manifest" href="/manifest.webmanifest">
<link rel="icon" href="/assets/icons/phanky.svg" type="image/svg+xml">
<link rel="apple-touch-icon" href="/assets/icons/phanky-192.png">
<script>{_THEME}</script>"""
_STOCK = """
<title>{%title%}</title>
{%css%}
</head>
<body>
{%app_entry%}
<div hidden>{%config%}{%scripts%}{%renderer%}</div>
</body>
</html>"""

STOCK_INDEX = _HEAD + _STOCK
"""Dash's own way of starting a page: scripts first, figures afterwards."""


def layout(tree: Any = None) -> Component:
    """What Dash is given to draw: a place for addresses, and the page."""
    return html.Div([html.Div(id="address", hidden=True), html.Div(tree, id="page")])


def document(title: str, tree: dict[str, Any], *, config: str, dependencies: Any, lazy: dict[str, list[str]]) -> str:
    """The page, readable before any script runs.

    Args:
        title: of the page.
        tree: the page within its frame, as plain values.
        config: Dash's own tag.
        dependencies: Dash's list of callbacks.
        lazy: from :func:`dashboard.shell.bundle.lazy_libraries`.
    """
    whole = drawn(tree)
    first = markup() if whole["type"] == "Markup" else whole
    parts = {"layout": plain_json(layout(first)), "dependencies": json.dumps(dependencies), "lazy": json.dumps(lazy)}
    start = ",".join(f'"{name}":{part}' for name, part in parts.items())
    return "".join(
        [
            _HEAD,
            f"<title>{escape(title)} · {escape(texts.TITLE)}</title>",
            f"<style>{style()}</style>",
            # Dash looks for this id in what it sends.
            f'<script id="_dash-renderer" defer src="{FOLDER}{script().name}"></script></head><body>',
            f'<div id="ssr">{to_html(whole)}</div><div id="react-entry-point"></div>',
            # In JSON “<” stands in texts alone; written so, no text can end the tag.
            f'<script id="phanky-start" type="application/json">{{{start.replace("<", chr(92) + "u003c")}}}</script>',
            config,
            "</body></html>",
        ]
    )
