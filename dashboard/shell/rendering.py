"""Dash components as text: as HTML, so that figures are there before any script runs, and as Dash's own JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from dash.development.base_component import Component

_OWN = "phanky"
_WRITTEN = frozenset({"dash_html_components", _OWN})
_VOID = frozenset({"br", "hr", "img", "col", "wbr", "input"})
_ATTRIBUTES = {"className": "class", "htmlFor": "for", "colSpan": "colspan", "rowSpan": "rowspan", "srcSet": "srcset"}
_NOT_HTML = frozenset({"children", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "key", "loading_state"})


def plain(node: Any) -> Any:
    """A tree of components as the plain values that Dash's renderer reads: made once, written as often as needed.

    What is plain already stays as it is.
    """
    if isinstance(node, Component):
        described: dict[str, Any] = node.to_plotly_json()  # type: ignore[no-untyped-call]
        return {**described, "props": {name: plain(value) for name, value in described["props"].items()}}
    return [plain(part) for part in node] if isinstance(node, list | tuple) else node


def plain_json(tree: Any) -> str:
    """As Dash's renderer reads it; for trees that hold texts, numbers and components alone."""
    return json.dumps(plain(tree), ensure_ascii=False, separators=(",", ":"))


def drawn(tree: Any) -> Any:
    """A tree of plain HTML as one component that holds it written; any other tree as it is, in plain values.

    Dash's renderer spends milliseconds of a phone's time on every component: one is drawn at once.
    """
    node = plain(tree)
    return markup(to_html(node)) if _is_html(node) else node


def markup(html: str | None = None) -> dict[str, Any]:
    """The component of :func:`drawn`; None: what was served in the page's first HTML.  ``assets/front.js`` draws it."""
    return {"type": "Markup", "namespace": _OWN, "props": {} if html is None else {"html": html}}


def _is_html(node: Any) -> bool:
    if isinstance(node, list):
        return all(map(_is_html, node))
    if not isinstance(node, dict):
        return True
    return node["namespace"] in _WRITTEN and _is_html(node["props"].get("children"))


def to_html(tree: Any) -> str:
    """The tree as a browser shows it before scripts run; what needs a script to show leaves its place empty."""
    return "".join(_written(plain(tree)))


def _written(node: Any) -> Iterable[str]:
    if node is None or isinstance(node, bool):
        return
    if isinstance(node, list):
        for child in node:
            yield from _written(child)
    elif isinstance(node, dict):
        yield from _component(node)
    else:
        yield escape(str(node))


def _component(node: Mapping[str, Any]) -> Iterable[str]:
    given = node["props"]
    if node["type"] == "Markup":
        yield given["html"]
        return
    properties = {name: value for name, value in given.items() if name not in _NOT_HTML}
    tag = _tag(node)
    if tag is None:
        yield f'<div class="waits"{_attribute("id", properties.get("id"))}></div>'
        return
    yield f"<{tag}{''.join(_attribute(name, value) for name, value in properties.items())}>"
    if tag not in _VOID:
        yield from _written(given.get("children"))
        yield f"</{tag}>"


def _tag(node: Mapping[str, Any]) -> str | None:
    """None: only a script can draw it."""
    if node["namespace"] == "dash_html_components":
        return str(node["type"]).lower()
    return "input" if node["namespace"] == _OWN else None


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    shown = _ATTRIBUTES.get(name, name)
    if name == "style":
        value = ";".join(f"{_hyphened(key)}:{part}" for key, part in value.items())
    return f" {shown}" if value is True else f' {shown}="{escape(str(value))}"'


def _hyphened(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
