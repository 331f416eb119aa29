from __future__ import annotations

import logging
from typing import Any

import pytest
from dash import Dash, Input, Output, html
from flask import Flask

from dashboard.access import (
    Access,
    demo_users,
    guarded,
    optional,
    protect,
    require_sign_in_or_loopback,
    text,
)
from phanky.errors import ConfigurationError
from phanky.identity import Role
from phanky.ledger import open_ledger
from phanky.settings import load_settings
from tests.dashboard.access.conftest import (
    CODE,
    PASSWORD,
    PORTAL_SECRET,
    MakeSite,
    Site,
    asked,
    portal_headers,
    sign_in,
)

CALLBACK = "/_dash-update-component"


def test_a_callback_without_a_guard_stops_the_start(site: Site) -> None:
    app = Dash(__name__, server=Flask(__name__))
    app.layout = html.Div([html.P(id="a"), html.P(id="b")])
    app.callback(Output("a", "children"), Input("b", "children"))(lambda value: value)

    with pytest.raises(ConfigurationError, match=r"a\.children.*@guarded"):
        protect(app, site.access)


def test_a_guard_that_is_covered_by_something_else_does_not_count(site: Site) -> None:
    app = Dash(__name__, server=Flask(__name__))
    app.layout = html.Div([html.P(id="a"), html.P(id="b")])
    inner = guarded(optional(text))(lambda _identity, value: value)
    app.callback(Output("a", "children"), Input("b", "children"))(lambda value: inner(value))

    with pytest.raises(ConfigurationError, match="guarded"):
        protect(app, site.access)


def test_without_sign_in_a_callback_says_nothing(site: Site) -> None:
    answer = site.client().post(CALLBACK, json=asked())

    assert answer.status_code == 401
    assert CODE.search(answer.get_data(as_text=True)) is None


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"output": 7},
        {"output": "nothing.children"},
        asked(inputs=None),
        asked(inputs=[]),
        asked(inputs=[{"id": "url", "property": "href", "value": "/"}] * 2),
        asked(inputs=[{"id": "url", "property": "pathname"}, {"id": "url", "property": "search", "value": ["x"]}]),
        asked(inputs=[{"id": "url", "property": "pathname", "value": "x" * 9_000}] * 2),
        asked(changedPropIds=7),
        asked(state="x"),
        asked(outputs={"id": {"type": "x"}, "property": "children"}),
        asked(output="..page.children..."),
    ],
)
def test_what_no_page_of_ours_sends_is_refused_and_breaks_nothing(site: Site, body: Any) -> None:
    answer = site.signed_in("gd-aa").post(CALLBACK, json=body)

    assert answer.status_code == 400
    assert CODE.search(answer.get_data(as_text=True)) is None


def test_only_json_may_change_anything(site: Site) -> None:
    client = site.signed_in("gd-aa")

    assert client.post(CALLBACK, data="output=page.children").status_code == 415
    assert client.post(CALLBACK, json=asked(), headers={"Origin": "https://evil.example"}).status_code == 403


def test_a_session_ends_when_nobody_is_there_and_after_a_day_at_work(site: Site) -> None:
    client = site.signed_in("gd-aa")
    site.clock.move(minutes=59)
    assert client.get("/danh-sach.csv").status_code == 200
    site.clock.move(minutes=59)
    assert client.get("/danh-sach.csv").status_code == 200
    site.clock.move(minutes=61)
    assert client.get("/danh-sach.csv").status_code == 401

    again = site.signed_in("gd-aa")
    for _ in range(14):
        site.clock.move(minutes=55)
        answer = again.get("/danh-sach.csv")
    assert answer.status_code == 401  # twelve hours are over, although somebody was always there


def test_a_page_that_asks_by_itself_keeps_no_session_alive(site: Site) -> None:
    client = site.signed_in("gd-aa")
    for _ in range(7):
        site.clock.move(minutes=10)
        client.get("/hien-hanh")

    assert client.get("/danh-sach.csv").status_code == 401


@pytest.mark.parametrize("cookie", ["", "x", "e30.abc", "A" * 5_000, "é"])
def test_a_forged_cookie_lets_nobody_in_and_breaks_nothing(site: Site, cookie: str) -> None:
    client = site.client()
    client.set_cookie("phanky", cookie)

    assert client.get("/danh-sach.csv").status_code == 401


def test_over_https_cookies_are_bound_to_the_host_and_secured(make_site: MakeSite) -> None:
    site = make_site(public_url="https://phan-ky.example")
    site.add_users()
    answer = sign_in(site.client(), "gd-aa", headers={"Origin": "https://phan-ky.example"})
    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if "phanky=" in value]

    assert cookie.startswith("__Host-phanky=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_portal_of_another_site_may_hold_the_page_and_its_cookie(make_site: MakeSite) -> None:
    site = make_site(
        public_url="https://phan-ky.example", portal_origin="https://cong.example.vn", portal_is_cross_site=True
    )
    site.add_users()
    answer = sign_in(site.client(), "gd-aa", headers={"Origin": "https://phan-ky.example"})
    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if "phanky=" in value]

    assert {"SameSite=None", "Partitioned", "Secure"} <= set(cookie.split("; "))
    policy = site.client().get("/healthz").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://cong.example.vn;" in policy


def test_a_portal_of_another_site_needs_https(make_site: MakeSite) -> None:
    with pytest.raises(ConfigurationError, match="https"):
        make_site(portal_is_cross_site=True)


@pytest.mark.parametrize("host", ["0.0.0.0", "10.1.2.3", "::", "phan-ky.example", ""])
def test_it_does_not_listen_where_strangers_are_before_anybody_can_sign_in(make_site: MakeSite, host: str) -> None:
    site = make_site()

    with pytest.raises(ConfigurationError, match="phanky users add"):
        require_sign_in_or_loopback(site.settings, site.ledger, host)
    site.add_users()
    require_sign_in_or_loopback(site.settings, site.ledger, host)


def test_without_sign_in_this_machine_is_the_operator_until_the_first_user(make_site: MakeSite) -> None:
    site = make_site()
    client = site.client()

    assert client.get("/danh-sach.csv").status_code == 200
    assert client.get("/danh-sach.csv", headers={"Host": "evil.example"}).status_code == 403
    assert client.get("/danh-sach.csv", headers={"X-Forwarded-For": "10.0.0.9"}).status_code == 403
    site.add_users()
    assert client.get("/danh-sach.csv").status_code == 401


def test_demo_users_come_with_passwords_that_are_new_each_time(make_site: MakeSite) -> None:
    site = make_site()
    first, second = demo_users(site.ledger), demo_users(site.ledger)

    assert [(name, role, unit) for name, _, role, unit in first] == [
        ("lanh-dao", Role.LEADER, ""),
        ("phong-kd", Role.DEPARTMENT, ""),
        ("giam-doc", Role.DIRECTOR, "PC02AA"),
        ("nhan-vien", Role.STAFF, "PC02AA"),
    ]
    assert {password for _, password, _, _ in first} & {password for _, password, _, _ in second} == set()
    name, password, _, _ = second[2]
    assert sign_in(site.client(), name, password).status_code == 303
    assert sign_in(site.client(), name, first[2][1]).status_code == 401


def test_a_demo_leaves_a_user_of_the_same_name_alone(make_site: MakeSite) -> None:
    site = make_site()
    site.ledger.users.add("giam-doc", password=PASSWORD, role=Role.DIRECTOR, units=["PC02BB"], who="test")

    assert [name for name, *_ in demo_users(site.ledger)] == ["lanh-dao", "phong-kd", "nhan-vien"]
    assert sign_in(site.client(), "giam-doc").status_code == 303


def test_no_secret_is_in_a_log_an_audit_entry_or_an_answer(
    make_site: MakeSite, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    session, password = "sentinel-session-secret-" + "x" * 40, "sentinel-password-0123456789"
    site = make_site(portal_secret=PORTAL_SECRET, session_secret=session)
    site.ledger.users.add("lan", password=password, role=Role.LEADER, units=(), who="test")
    client = site.client()
    answers = [
        sign_in(client, "lan", password),
        sign_in(site.client(), "lan", password + "x"),
        sign_in(site.client(), password, "x"),
        client.get("/"),
        client.post(CALLBACK, json=asked()),
        client.get("/danh-sach.csv", headers=portal_headers(site.clock, age=999)),
    ]

    told = [answer.get_data(as_text=True) + str(answer.headers) for answer in answers]
    written = [f"{note.who} {note.what} {note.detail}" for note in site.ledger.audit(1_000)]
    for secret in (session, password, PORTAL_SECRET):
        assert [place for place in (*told, *written, caplog.text, repr(site.settings)) if secret in place] == []


def test_users_of_one_installation_are_known_after_a_restart(tmp_path: Any) -> None:
    settings = load_settings(home=tmp_path)
    with open_ledger(settings) as ledger:
        ledger.users.add("lan", password=PASSWORD, role=Role.LEADER, units=(), who="test")
        first = Access(settings, ledger).sessions.derived("x")
    with open_ledger(settings) as ledger:
        assert ledger.users.with_password("lan", PASSWORD) is not None
        assert Access(settings, ledger).sessions.derived("x") == first  # so who is signed in stays so
