"""The release in service and those beside it.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.components.notices import nothing
from dashboard.data.shelved import Shelved
from dashboard.data.tables import cell, code, first, head, pairs, table
from dashboard.texts import data as texts
from phanky import vietnamese as vi
from semantic import Receipt

_DIGITS = 12


def in_service(receipt: Receipt, zone: ZoneInfo, address: Address, prefect_url: str | None) -> Component:
    """What the release was made from, by what, and how it was checked."""
    tests = receipt.tests
    known = pairs(
        (texts.RELEASE_ID, code(receipt.release_id)),
        (texts.SNAPSHOT, code(receipt.snapshot_id)),
        (texts.SOURCE, texts.SOURCES.get(receipt.source, receipt.source)),
        (texts.AS_OF, vi.date(receipt.as_of)),
        (texts.TAKEN_AT, _moment(receipt.taken_at, zone)),
        (texts.PUBLISHED_AT, _moment(receipt.published_at, zone)),
        (texts.CHECKS, texts.release_checks(tests.passed, tests.expected, tests.executed)),
        (texts.ENGINE, texts.ENGINES.get(receipt.target, receipt.target)),
        (texts.PROGRAM, _program(receipt)),
        (texts.LISTS, _lists(receipt)),
        (texts.ACCEPTED, receipt.accepted_change),
    )
    links = [html.A(texts.TO_RULES, href=address.at("/quy-dinh").href, className="button quiet")]
    if receipt.docs is not None:
        links.append(html.A(texts.DOCS, href="/docs/", className="button quiet"))
    if prefect_url is not None:
        links.append(html.A(texts.PREFECT, href=prefect_url, className="button quiet", rel="noopener noreferrer"))
    parts = [html.H2(texts.RELEASE), known, html.Div(links, className="actions"), _marts(receipt), _versions(receipt)]
    return html.Section(parts, className="panel")


def checked(receipt: Receipt) -> Component:
    """What was found in the data before anything was judged."""
    return html.Section(
        [
            html.H2(texts.CHECKED),
            _list(texts.NOTES, receipt.notes, texts.NO_NOTES),
            _list(texts.REJECTS, receipt.rejects, texts.NO_REJECTS),
            _tables(receipt),
        ],
        className="panel",
    )


def shelf(rows: Sequence[Shelved], zone: ZoneInfo) -> Component:
    """Releases that can be gone back to, the newest first."""
    if not rows:
        return html.Section([html.H2(texts.RELEASES), nothing(texts.NO_RELEASE)], className="panel")
    heads = [
        head(texts.RELEASE_ID),
        head(texts.PUBLISHED_AT, "text"),
        head(texts.SOURCE, "text wide"),
        head(texts.ENGINE, "text wide"),
        head(texts.SIGNED, "text wide"),
        head(texts.CHANGED, "text"),
        head(texts.SNAPSHOT, "text wide"),
    ]
    parts: list[Any] = [html.H2(texts.RELEASES), table(heads, [_shelved(row, zone) for row in rows], "shelf")]
    if len(rows) > 1:
        command = f"phanky compare {rows[1].release_id} {rows[0].release_id}"
        parts += [html.P(texts.COMPARE, className="remark"), html.Pre(command, className="sql", tabIndex=0)]
    return html.Section(parts, className="panel")


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return vi.moment(at.astimezone(zone))


def _program(receipt: Receipt) -> list[Any]:
    made: list[Any] = [f"phanky {receipt.code.package}"]
    return [*made, " ", code(receipt.code.commit, _DIGITS)] if receipt.code.commit else made


def _lists(receipt: Receipt) -> list[Any]:
    found: list[Any] = []
    for kind, version in receipt.lists.items():
        found += [", " if found else "", f"{texts.LIST_NAMES.get(kind, kind)} ", code(version, _DIGITS)]
    return found


def _folded(title: str, count: int, content: Component) -> Component:
    return html.Details([html.Summary(f"{title} {texts.noted(count)}"), content], className="folded")


def _marts(receipt: Receipt) -> Component:
    heads = [head(texts.TABLE), head(texts.ROWS), head(texts.WHO_SEES, "text"), head(texts.HASH, "text wide")]
    rows = [
        html.Tr(
            [
                first(code(mart.name)),
                cell(vi.number(mart.rows)),
                cell(texts.SCOPES[mart.scope], "text"),
                cell(code(mart.content_hash, _DIGITS), "text wide"),
            ]
        )
        for mart in receipt.marts
    ]
    return _folded(texts.MARTS, len(rows), table(heads, rows))


def _versions(receipt: Receipt) -> Component:
    named = receipt.code.versions.items()
    return _folded(texts.VERSIONS, len(named), pairs(*((name, code(version, _DIGITS)) for name, version in named)))


def _tables(receipt: Receipt) -> Component | None:
    if not receipt.tables:
        return None
    rows = [html.Tr([first(code(name)), cell(vi.number(count))]) for name, count in receipt.tables.items()]
    return _folded(texts.TABLES, len(rows), table([head(texts.TABLE), head(texts.ROWS)], rows))


def _list(title: str, lines: Sequence[str], none: str) -> Component:
    shown = html.Ul([html.Li(line) for line in lines], className="lines") if lines else nothing(none)
    return html.Div([html.H3(title), shown])


def _shelved(row: Shelved, zone: ZoneInfo) -> Component:
    served = html.Span(texts.SERVED, className="badge") if row.is_served else None
    changed = texts.FIRST if row.changed_marts is None else texts.changed(row.changed_marts, row.marts)
    return html.Tr(
        [
            first([code(row.release_id), " ", served]),
            cell(_moment(row.published_at, zone), "text"),
            cell(texts.SOURCES.get(row.source, row.source), "text wide"),
            cell(texts.ENGINES.get(row.target, row.target), "text wide"),
            cell(", ".join(map(vi.quarter, row.quarters)) or vi.NOTHING, "text wide"),
            cell([changed, _accepted(row)], "text"),
            cell(code(row.snapshot_id), "text wide"),
        ]
    )


def _accepted(row: Shelved) -> Component | None:
    return html.Span(f"{texts.ACCEPTED}: {row.accepted_change}", className="meaning") if row.accepted_change else None
