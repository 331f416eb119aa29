"""Khám phá."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.explore import PATH, Explored, answer_parts, chips, question_form, read_explored
from dashboard.pages.contract import Page
from dashboard.texts import explore as texts


def layout(values: Explored, address: Address) -> Component:
    """The question, and its answer or why there is none."""
    head = html.Div([html.H1(texts.NAME), html.P(texts.LEAD)], className="page-head")
    parts = [_problem(values)] if values.answered is None else answer_parts(values, values.answered, address)
    question = [question_form(values, address), chips(values, address)]
    return html.Article([head, *question, *parts], className="explore-page")


def _problem(values: Explored) -> Component:
    return html.Section([html.H2(texts.WRONG), html.P(values.problem, role="status")], className="panel")


PAGE = Page(PATH, texts.NAME, read_explored, layout, icon="explore")
