from __future__ import annotations

import json

import pytest
from dash import dcc, html

from dashboard.components.field import Field
from dashboard.shell.rendering import drawn, plain, plain_json, to_html


def test_a_tree_is_written_as_a_browser_reads_it() -> None:
    tree = html.Section([html.H2("Đông Hà"), html.Td("12.345", colSpan=2, className="number")], className="panel")

    assert to_html(tree) == (
        '<section class="panel"><h2>Đông Hà</h2><td class="number" colspan="2">12.345</td></section>'
    )


def test_text_of_a_customer_never_becomes_a_tag() -> None:
    assert to_html(html.P('<img src=x onerror="a()">')) == "<p>&lt;img src=x onerror=&quot;a()&quot;&gt;</p>"
    assert to_html(html.A("x", title='"><b>')) == '<a title="&quot;&gt;&lt;b&gt;">x</a>'


def test_what_is_not_there_leaves_nothing_and_zero_is_a_figure() -> None:
    assert to_html([None, html.Span(0), html.Span(None), html.Br()]) == "<span>0</span><span></span><br>"


def test_a_style_is_written_in_the_words_of_css() -> None:
    assert to_html(html.I(style={"width": "40%", "backgroundColor": "red"})) == (
        '<i style="width:40%;background-color:red"></i>'
    )


def test_a_field_holds_its_value_before_any_script() -> None:
    assert to_html(Field(name="tim", value="đông hà", type="search")) == (
        '<input name="tim" value="đông hà" type="search">'
    )


def test_what_needs_a_script_leaves_its_place_empty() -> None:
    assert to_html(dcc.Graph(id="g")) == '<div class="waits" id="g"></div>'


def test_dash_reads_the_same_tree() -> None:
    tree = html.Div([html.P("a"), Field(name="tim", value="b"), None])

    assert json.loads(plain_json(tree)) == {
        "type": "Div",
        "namespace": "dash_html_components",
        "props": {
            "children": [
                {"type": "P", "namespace": "dash_html_components", "props": {"children": "a"}},
                {"type": "Field", "namespace": "phanky", "props": {"name": "tim", "value": "b"}},
                None,
            ]
        },
    }


def test_a_value_without_a_way_of_writing_it_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        plain_json(html.P({1, 2}))


def test_a_page_of_plain_html_is_one_component_that_a_browser_draws_at_once() -> None:
    assert drawn(html.Section([html.H2("Đông Hà"), Field(name="tim")])) == {
        "type": "Markup",
        "namespace": "phanky",
        "props": {"html": '<section><h2>Đông Hà</h2><input name="tim"></section>'},
    }


def test_text_of_a_customer_in_such_a_component_never_becomes_a_tag() -> None:
    assert "<img" not in drawn(html.P("<img src=x>"))["props"]["html"]


def test_what_needs_a_script_keeps_its_components() -> None:
    assert drawn(html.Div([html.P("a"), dcc.Graph(id="g")]))["type"] == "Div"


def test_what_is_written_already_is_written_once_more_as_it_is() -> None:
    assert to_html(html.Main([drawn(html.P("a & b"))])) == "<main><p>a &amp; b</p></main>"


def test_a_component_has_the_properties_that_dash_itself_would_write() -> None:
    spoken = {"data-label": "Bình quân", "aria-hidden": "true"}
    node = html.Td("12.345", title="kWh", className="number", colSpan=2, hidden=False, **spoken)

    assert plain(node) == node.to_plotly_json()
    assert list(plain(node)["props"])[:5] == ["children", "className", "colSpan", "hidden", "title"]
