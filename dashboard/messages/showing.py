"""Messages as components.  Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.address import EMBEDDED, Address
from dashboard.components.field import Field
from dashboard.components.notices import nothing
from dashboard.data.tables import code, pairs
from dashboard.messages.reading import DAY, PREVIEW
from dashboard.messages.routes import CONFIRM, ID, RESEND
from dashboard.messages.values import ATTENTION, Messages, Shown, Tomorrow
from dashboard.texts import messages as texts
from phanky import vietnamese as vi

_HIDDEN: dict[str, Any] = {"aria-hidden": "true"}


def cards(values: Messages) -> Component:
    """How the day went, at a glance."""
    counts, shown = values.counts, values.shown or ()
    attention = sum(counts.get(state, 0) for state in ATTENTION)
    times = [one.sent_at for one in shown if one.sent_at is not None]
    last = f"{max(times).astimezone(values.zone):%H:%M}" if times else vi.NOTHING
    return html.Dl(
        [
            _card(texts.SENT_OF, texts.of(counts.get("sent", 0), len(shown))),
            _card(texts.WAITING, vi.number(counts.get("pending", 0) + counts.get("sending", 0))),
            _card(texts.ATTENTION, vi.number(attention), texts.LOOK if attention else texts.ALL_FINE),
            _card(texts.LAST, last),
        ],
        className="cards",
    )


def _card(name: str, figure: str, remark: str | None = None) -> Component:
    beside = html.Span(remark, className="change") if remark is not None else None
    return html.Div([html.Dt(name), html.Dd([figure, beside])], className="card")


def day(values: Messages, address: Address) -> Component:
    """The messages of the day."""
    title = html.H2(vi.date(values.day))
    if not values.shown:
        text = texts.NO_LEDGER if values.shown is None else texts.nothing(vi.date(values.day))
        return html.Section([html.Header(title), _choice(values, address), nothing(text)], className="panel")
    summary = html.P(texts.summary(values.counts), className="summary")
    found = html.Ul([_message(one, values, address) for one in values.shown], className="deliveries")
    return html.Section([html.Header([title, summary]), _choice(values, address), found], className="panel")


def _choice(values: Messages, address: Address) -> Component:
    field = Field(name=DAY, value=values.day.isoformat(), type="date", id="ngay")
    embedded = [_hidden(EMBEDDED, "1")] if address.is_embedded else []
    spoken: dict[str, Any] = {"aria-label": texts.CHOOSE}
    show = html.Button(texts.SHOW, type="submit", className="button")
    form = html.Form(
        [html.Label([texts.DAY, field]), show, *embedded],
        action=address.path,
        method="get",
        className="filters",
        **spoken,
    )
    steps = [_step(values, address, -1, texts.EARLIER), _step(values, address, 1, texts.LATER)]
    return html.Div([form, html.Div(steps, className="actions")], className="choice")


def _step(values: Messages, address: Address, days: int, text: str) -> Component:
    href = _of_day(address, (values.day + timedelta(days=days)).isoformat())
    return html.A(text, href=href, className="button quiet")


def _of_day(address: Address, iso: str) -> str:
    return address.at(address.path, **{DAY: iso}).href


def _message(one: Shown, values: Messages, address: Address) -> Component:
    kind = html.Span(" · ".join([texts.KINDS.get(one.kind, one.kind), one.recipient]), className="code")
    return html.Li(
        [
            html.Div([html.H3([one.name, kind]), _state(one.state)], className="head"),
            _meaning(one),
            _facts(one, values.zone),
            _decision(one, values, address) if one.can_resend else None,
            _text(one.parts),
        ],
        className=f"delivery {one.state}",
    )


def _state(state: str) -> Component:
    return html.Span([html.Span(className="mark", **_HIDDEN), texts.STATES[state]], className=f"state {state}")


def _meaning(one: Shown) -> Component | None:
    meaning = texts.MEANINGS.get(one.state)
    return html.P(meaning.format(marker=one.marker), className="meaning") if meaning is not None else None


def _facts(one: Shown, zone: ZoneInfo) -> Component:
    sent = vi.moment(one.sent_at.astimezone(zone)) if one.sent_at is not None else None
    again = vi.moment(one.next_try_at.astimezone(zone)) if one.next_try_at is not None else None
    channel = texts.CHANNELS.get(one.channel, one.channel)
    in_parts = len(one.parts) > 1 or one.state != "sent"
    return pairs(
        (texts.SENT_AT, sent),
        (texts.NEXT_AT, again),
        (texts.REASON, one.reason),
        (texts.ATTEMPTS, vi.number(one.attempts)),
        (texts.PARTS, texts.of(one.parts_sent, len(one.parts)) if in_parts else None),
        (texts.CHANNEL, channel if one.address in {"", one.recipient} else f"{channel}, {one.address}"),
        (texts.RELEASE, code(one.release_id)),
        (texts.FILE, one.attachment_name),
        (texts.MARKER, code(one.marker)),
    )


def _decision(one: Shown, values: Messages, address: Address) -> Component:
    commands = html.Pre("\n".join(texts.commands(one.id, one.can_confirm)))
    if not values.may_decide:
        return html.Div([html.P(texts.BY_COMMAND, className="remark"), commands], className="decision")
    forms = [_form(CONFIRM, texts.CONFIRM, "button", one, address)] if one.can_confirm else []
    again = texts.RESEND if one.can_confirm else texts.SEND_AGAIN
    forms.append(_form(RESEND, again, "button quiet", one, address))
    at_once = html.Pre(f"phanky digest --date {values.day.isoformat()}")
    told = html.P(texts.TOO_LATE_TO_RESEND if values.is_over else texts.AFTER_RESEND, className="remark")
    return html.Div([html.Div(forms, className="actions"), told, at_once], className="decision")


def _form(action: str, text: str, look: str, one: Shown, address: Address) -> Component:
    embedded = [_hidden(EMBEDDED, "1")] if address.is_embedded else []
    # Several stand on one page: heard alone, each says whose message it is about.
    spoken: dict[str, Any] = {"aria-label": f"{text}: {one.name}"}
    button = html.Button(text, type="submit", className=look, **spoken)
    return html.Form([_hidden(ID, one.id), *embedded, button], action=action, method="post")


def _hidden(name: str, value: str) -> Component:
    return Field(name=name, value=value, type="hidden")


def _text(parts: tuple[str, ...]) -> Component:
    told = [html.Pre(part, className="message") for part in parts]
    return html.Details([html.Summary(texts.text(len(parts))), *told], className="folded")


def tomorrow(found: Tomorrow, address: Address) -> Component:
    """The next day's messages: as they are frozen, as they would be now, or how to see them."""
    title = html.Header(html.H2(f"{texts.TOMORROW} · {vi.date(found.day)}"))
    return html.Section([title, *_preview(found, address)], className="panel")


def _preview(found: Tomorrow, address: Address) -> list[Any]:
    iso = found.day.isoformat()
    if found.is_frozen:
        return [html.P([texts.ALREADY, html.A(vi.date(found.day), href=_of_day(address, iso))])]
    if not found.can_preview:
        return [html.P(texts.PREVIEW_COMMAND), html.Pre(f"phanky digest --dry-run --date {iso}")]
    if found.drafts is None:
        link = html.A(texts.SEE_PREVIEW, href=address.having(**{PREVIEW: "1"}).href, className="button quiet")
        return [html.P(texts.NOT_YET), html.P(link)]
    drafts = [part for draft in found.drafts for part in (html.H3(draft.name), *_drafted(draft.parts))]
    return [html.P(texts.NOT_YET), *drafts] if drafts else [nothing(texts.NO_PREVIEW)]


def _drafted(parts: tuple[str, ...]) -> list[Component]:
    return [html.Pre(part, className="message") for part in parts]
