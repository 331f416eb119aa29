"""What the ledger tells: runs, and the audit log.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.components.notices import nothing
from dashboard.data.tables import cell, code, first, head, table
from dashboard.texts import data as texts
from phanky import vietnamese as vi
from phanky.ledger import AuditNote, RunEntry


def runs(entries: Sequence[RunEntry], zone: ZoneInfo) -> Component:
    """The last runs, the newest first."""
    if not entries:
        return html.Section([html.H2(texts.RUNS), nothing(texts.NO_RUNS)], className="panel")
    heads = [
        head(texts.STARTED),
        head(texts.TOOK, "text wide"),
        head(texts.OUTCOME, "text"),
        head(texts.RESULT, "text"),
        head(texts.SOURCE, "text wide"),
        head(texts.ENGINE, "text wide"),
    ]
    shown = table(heads, [_run(entry, zone) for entry in entries], "runs")
    return html.Section([html.H2(texts.RUNS), shown], className="panel")


def audit(notes: Sequence[AuditNote], zone: ZoneInfo) -> Component:
    """What was done lately, the newest first."""
    if not notes:
        return html.Section([html.H2(texts.AUDIT), nothing(texts.NO_AUDIT)], className="panel")
    heads = [
        head(texts.AT),
        head(texts.WHO, "text"),
        head(texts.WHAT, "text"),
        head(texts.DETAIL, "text wide"),
    ]
    shown = table(heads, [_note(note, zone) for note in notes], "audit")
    return html.Section([html.H2(texts.AUDIT), shown], className="panel")


def took(entry: RunEntry) -> str:
    """How long it took; nothing while it goes on."""
    return texts.took(entry.finished_at - entry.started_at) if entry.finished_at is not None else vi.NOTHING


def _run(entry: RunEntry, zone: ZoneInfo) -> Component:
    outcome = html.Span(texts.OUTCOMES[entry.outcome.value], className=f"outcome {entry.outcome.value}")
    result = entry.message if entry.message else code(entry.release_id or vi.NOTHING)
    return html.Tr(
        [
            first(vi.moment(entry.started_at.astimezone(zone))),
            cell(took(entry), "text wide"),
            cell(outcome, "text"),
            cell(result, "text result"),
            cell(texts.SOURCES.get(entry.source, entry.source), "text wide"),
            cell(texts.ENGINES.get(entry.target, entry.target), "text wide"),
        ]
    )


def _note(note: AuditNote, zone: ZoneInfo) -> Component:
    return html.Tr(
        [
            first(vi.moment(note.at.astimezone(zone))),
            cell(note.who, "text result"),
            cell(texts.DEEDS.get(note.what, note.what), "text"),
            cell(note.detail, "text wide result"),
        ]
    )
