"""Dash components as text: as HTML, so that figures are there before any script runs, and as Dash's own JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from dash.development.base_component import Component

_OWN = "phanky"
_WRITTEN = frozenset({"dash_html_components", _OWN})
_FREE = ("data-", "aria-")
_VOID = frozenset({"br", "hr", "img", "col", "wbr", "input"})
_ATTRIBUTES = {"className": "class", "htmlFor": "for", "colSpan": "colspan", "rowSpan": "rowspan", "srcSet": "srcset"}
_NOT_HTML = frozenset({"children", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "key", "loading_state"})


def plain(node: Any) -> Any:
    """A tree of components as the plain values that Dash's renderer reads: made once, written as often as needed.

    What is plain already stays as it is.
    """
    if isinstance(node, Component):
        props = {name: plain(value) for name, value in _given(node)}
        return {"props": props, "type": node._type, "namespace": node._namespace}
    return [plain(part) for part in node] if isinstance(node, list | tuple) else node


def _given(node: Any) -> Iterable[tuple[str, Any]]:
    """The properties that a component was given, in the order in which its class names them.

    Dash's own ``to_plotly_json`` looks for each of the thirty that it could have been given, ten times as slow.
    """
    given = vars(node)
    yield from ((name, given[name]) for name in node._prop_names if name in given)
    yield from (pair for pair in given.items() if pair[0].startswith(_FREE))


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
    written: list[str] = []
    _write(plain(tree), written)
    return "".join(written)


def _write(node: Any, written: list[str]) -> None:
    if node is None or isinstance(node, bool):
        return
    if isinstance(node, list):
        for child in node:
            _write(child, written)
    elif isinstance(node, dict):
        _write_component(node, written)
    else:
        written.append(escape(str(node)))


def _write_component(node: Mapping[str, Any], written: list[str]) -> None:
    given = node["props"]
    if node["type"] == "Markup":
        written.append(given["html"])
        return
    tag = _tag(node)
    if tag is None:
        written.append(f'<div class="waits"{_attribute("id", given.get("id"))}></div>')
        return
    attributes = [_attribute(name, value) for name, value in given.items() if name not in _NOT_HTML]
    written.append(f"<{tag}{''.join(attributes)}>")
    if tag not in _VOID:
        _write(given.get("children"), written)
        written.append(f"</{tag}>")


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
