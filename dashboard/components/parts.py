"""A unit's month in its parts, as tables whose figures lead to their customers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.notices import nothing
from dashboard.standing.parts import Finding, Periods, PriceGroup
from dashboard.texts import standing as shared
from dashboard.texts import unit as texts
from phanky import vietnamese as vi

Href = Callable[..., str]
"""Filters of the list -> its address, for this unit and month."""


def price_group_table(found: Iterable[PriceGroup], list_of: Href) -> Component:
    """Price group, customers, wrong ones, share right."""
    heads = [texts.PRICE_GROUP, shared.IN_SCOPE, texts.WRONG, shared.SHARE_RIGHT]
    return _table(heads, [_price_group(group, list_of) for group in found])


def _price_group(group: PriceGroup, list_of: Href) -> list[Any]:
    wrong = vi.number(group.wrong)
    linked = html.A(wrong, href=list_of(nhom_gia=group.name)) if group.wrong and group.name is not None else wrong
    return [group.name or texts.NO_PRICE_GROUP, vi.number(group.in_scope), linked, vi.share(group.share_right)]


def finding_table(found: Sequence[Finding], list_of: Href) -> Component:
    """Findings by kind."""
    if not found:
        return nothing(texts.NO_FINDINGS)
    rows = [
        [html.A(one.name, href=list_of(ket_luan="tat_ca", phat_hien=one.rule_id)), vi.number(one.customers)]
        for one in found
    ]
    return _table([texts.FINDING, texts.COUNT], rows)


def matrix(found: Sequence[Periods], list_of: Href) -> Component:
    """Required by actual number of kỳ; what lies beside the diagonal is marked."""
    counted = {(one.required, one.actual): one.customers for one in found}
    required = _in_order(one.required for one in found)
    actual = _in_order(one.actual for one in found)
    rows = [
        [texts.periods(must), *(_cell(must, has, counted.get((must, has), 0), list_of) for has in actual)]
        for must in required
    ]
    return _table([texts.MATRIX_CORNER, *map(texts.periods, actual)], rows, kind="matrix")


def _in_order(found: Iterable[int | None]) -> list[int | None]:
    return sorted(set(found), key=lambda count: (count is None, count or 0))


def _cell(must: int | None, has: int | None, customers: int, list_of: Href) -> Any:
    if not customers:
        return vi.NOTHING
    shown = vi.number(customers)
    if must is None or has is None:
        return shown
    look = "right" if must == has else "thieu_ky" if has < must else "thua_ky"
    link = html.A(shown, href=list_of(ket_luan="tat_ca", ky_phai=must, ky_dang=has))
    return html.Span([html.Span(className=f"swatch {look}") if look != "right" else None, link], className="counted")


def _table(heads: Sequence[str], rows: Iterable[Sequence[Any]], kind: str = "") -> Component:
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in heads]))
    body = [html.Tr([html.Th(row[0], scope="row"), *(html.Td(cell) for cell in row[1:])]) for row in rows]
    return html.Div(html.Table([head, html.Tbody(body)], className=kind), className="scroll")
