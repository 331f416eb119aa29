"""The month a page leads with: choosing it, its share right beside the closed quarter's, and its counts as cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.address import EMBEDDED, Address
from dashboard.components.cards import Card, cards, change, changed
from dashboard.components.choice import choice
from dashboard.components.field import Field
from dashboard.standing.values import Headline, Month
from dashboard.texts import standing as texts
from phanky import vietnamese as vi

_MORE_IS = {"thieu_ky": "bad", "thua_ky": "bad", "chua_du_du_lieu": "bad", "dung": "good", "thoa_thuan": ""}
ListOf = Callable[..., str | None]
"""Verdicts -> address of the list of these customers; None where the reader may not see it."""


def page_head(title: Any, remark: Any, head: Headline, address: Address) -> Component:
    """What the page is about, and the choice of another month."""
    return html.Div([html.Div([html.H1(title), html.P(remark)]), _choice(head, address)], className="page-head")


def _choice(head: Headline, address: Address) -> Component:
    options = [(month, vi.month(month)) for month in head.choices]
    kept = [Field(name=EMBEDDED, value="1", type="hidden")] if address.is_embedded else []
    label = choice("thang", texts.MONTH, options, head.now.month)
    button = html.Button(texts.SHOW, type="submit", className="button quiet")
    action = Address(address.path).href
    return html.Form([label, *kept, button], action=action, method="get", className="filters at-once month-choice")


def headline(head: Headline, labels: Mapping[str, str], list_of: ListOf) -> list[Component]:
    """Shares and cards."""
    boxes = [_now(head)]
    if head.closed is not None:
        boxes.append(_share(texts.closed(head.closed), head.closed, "closed"))
    return [html.Section(boxes, className="shares"), _cards(head, labels, list_of), *_notes(head)]


def _now(head: Headline) -> Component:
    changes = [
        _changed_share(head.now, before, since)
        for before, since in ((_share_before(head), _since(head)), (_share_closed(head), _closed(head)))
        if before is not None and head.now.counts.share_right is not None
    ]
    return _share(texts.window(head.now.month, head.window_first), head.now, "now", changes)


def _share(label: str, month: Month, kind: str, changes: list[Component] | None = None) -> Component:
    badge = html.Span(texts.PROVISIONAL, className="badge", title=texts.PROVISIONAL_MEANING)
    return html.Div(
        [
            html.P([label, " ", badge] if month.is_provisional else label, className="label"),
            html.P(
                [html.Span(texts.SHARE_RIGHT), html.B(vi.share(month.counts.share_right), className="figure")],
                title=texts.SHARE_MEANING,
                className="whole",
            ),
            html.P(texts.wrong(month), className="remark"),
            html.P(changes, className="remark changes") if changes else None,
        ],
        className=f"share {kind}",
    )


def _share_before(head: Headline) -> float | None:
    before = head.earlier.counts if head.earlier is not None else None
    return before.share_right if before is not None else None


def _share_closed(head: Headline) -> float | None:
    return head.closed.counts.share_right if head.closed is not None else None


def _since(head: Headline) -> str:
    return texts.day(head.earlier.as_of) if head.earlier is not None else ""


def _closed(head: Headline) -> str:
    return vi.quarter(head.closed.quarter) if head.closed is not None else ""


def _changed_share(month: Month, before: float, since: str) -> Component:
    points = round(100 * ((month.counts.share_right or 0) - before), 1)
    return change(points, texts.changed_share(points, since), more_is="good")


def _cards(head: Headline, labels: Mapping[str, str], list_of: ListOf) -> Component:
    in_scope = Card(
        texts.IN_SCOPE,
        vi.number(head.now.counts.in_scope),
        href=list_of("tat_ca"),
        changes=_changes(head, "in_scope", ""),
    )
    fields = {"thieu_ky": "too_few", "thua_ky": "too_many", "thoa_thuan": "agreed"}
    fields |= {"chua_du_du_lieu": "not_enough_data", "dung": "right"}
    others = [
        Card(
            labels[verdict],
            vi.number(head.now.counts.of(verdict)),
            verdict,
            list_of(verdict),
            _changes(head, field, _MORE_IS[verdict]),
        )
        for verdict, field in fields.items()
    ]
    return cards([in_scope, *others])


def _changes(head: Headline, field: str, more_is: str) -> tuple[Component, ...]:
    now = getattr(head.now.counts, field)
    befores = [(head.earlier.counts, _since(head))] if head.earlier is not None else []
    befores += [(head.closed.counts, _closed(head))] if head.closed is not None else []
    return tuple(
        changed(now, getattr(before, field), since, more_is=more_is) for before, since in befores if before is not None
    )


def _notes(head: Headline) -> list[Component]:
    if head.earlier is None:
        return [html.P(texts.NO_EARLIER, className="remark")]
    if head.earlier.counts is None:
        return [html.P(texts.not_yet(head.earlier), className="remark")]
    return []
