"""Tin nhắn: what was sent, to whom, how far it came, and its text."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.messages import Messages, read_messages
from dashboard.messages.routes import PATH
from dashboard.messages.showing import cards, day, tomorrow
from dashboard.pages.contract import Page
from dashboard.texts import messages as texts


def layout(values: Messages, address: Address) -> Component:
    """The day at a glance, its messages, tomorrow's."""
    return html.Div(
        [
            html.Div([html.H1(texts.NAME), html.P(texts.LEAD)], className="page-head"),
            cards(values) if values.shown else None,
            day(values, address),
            tomorrow(values.tomorrow, address),
        ],
        className="messages-page",
    )


# Messages go out without a new release, and some are for one reader alone.
PAGE = Page(PATH, texts.NAME, read_messages, layout, icon="messages", also=None)
