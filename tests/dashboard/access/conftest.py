"""A small server over a real release, behind the door; the release has customers of two units."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, Input, Output, dcc, html
from flask import Flask, Response, abort, jsonify
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access import Access, current_identity, guarded, note_export, optional, protect, text
from dashboard.access.portal import signature_of
from dashboard.reading import follow_releases
from phanky.identity import Identity, Role, whole_company
from phanky.ledger import Ledger, open_ledger
from phanky.settings import Settings, load_settings
from semantic import Follower
from tests.marts import case, too_few
from tests.whole_marts import WholeHouse, rows_of

PASSWORD = "sông Hiếu mùa lũ 2026"
PORTAL_SECRET = "portal-secret-of-the-tests-0123456789abcdef"
OF_AA, OF_BB = "PC02AA0000001", "PC02BB0000003"
CODE = re.compile(r"PC0[12][AB]{2}\d{7}")
USERS = {
    "lanh-dao": (Role.LEADER, ()),
    "gd-aa": (Role.DIRECTOR, ("PC02AA",)),
    "gd-bb": (Role.DIRECTOR, ("PC02BB",)),
}


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Site:
    """One installation: its ledger, its clock, its server."""

    settings: Settings
    releases: Follower
    clock: Clock = field(default_factory=Clock)
    operator: Identity | None = field(default_factory=lambda: whole_company("operator"))

    def __post_init__(self) -> None:
        self.ledger: Ledger = open_ledger(self.settings, clock=self.clock)
        self.access = Access(self.settings, self.ledger, operator=self.operator, clock=self.clock)
        self.app = page_over(self.releases)
        protect(self.app, self.access, silent_rules={"/hien-hanh"})
        self.server: Flask = self.app.server
        self.server.testing = False

    def add_users(self) -> None:
        for name, (role, units) in USERS.items():
            self.ledger.users.add(name, password=PASSWORD, role=role, units=units, who="test")

    def client(self) -> FlaskClient:
        return self.server.test_client()

    def signed_in(self, name: str) -> FlaskClient:
        client = self.client()
        assert sign_in(client, name).status_code == 303
        return client

    def notes(self) -> list[tuple[str, str]]:
        """(who, what) of the audit log, oldest first, without what the set-up did."""
        return [(n.who, n.what) for n in reversed(self.ledger.audit(1_000)) if n.who != "test"]


def page_over(releases: Follower) -> Dash:
    """A page, a callback, an export, a page for leaders, a poll and a health check."""

    def codes() -> list[str]:
        release = releases.current(current_identity())
        found: list[str] = release.rows("dim_customers", ["customer_id"]).column(0).to_pylist()
        return sorted(set(found))

    class Page(Dash):
        def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
            """With figures in the served page, before any script runs."""
            served = super().interpolate_index(**parts)  # type: ignore[no-untyped-call]
            return f"{served}<!-- {' '.join(codes())} -->"

    server = Flask(__name__)
    app = Page(__name__, server=server, suppress_callback_exceptions=True)
    app.layout = html.Div([dcc.Location(id="url"), html.Ul(id="page")])

    @app.callback(Output("page", "children"), Input("url", "pathname"), Input("url", "search"))
    @guarded(optional(text), optional(text))
    def _show(identity: Identity, pathname: str | None, search: str | None) -> list[str]:
        assert identity == current_identity()
        return [*codes(), f"{pathname}{search}"]

    @server.get("/danh-sach.csv")
    def _export() -> Response:
        found = codes()
        note_export(current_identity(), "danh-sach", len(found))
        return Response("\n".join(found), mimetype="text/csv")

    @server.get("/lanh-dao")
    def _leaders_only() -> str:
        if current_identity().role is not Role.LEADER:
            abort(403)
        return " ".join(codes())

    @server.get("/hien-hanh")
    def _poll() -> Response:
        return jsonify(codes=codes())

    @server.get("/healthz")
    def _health() -> Response:
        return jsonify(status="ok")

    return app


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, **more: Any) -> TestResponse:
    headers = {"Origin": "http://localhost"} | more.pop("headers", {})
    return client.post("/dang-nhap", data={"ten": name, "mat-khau": password} | more, headers=headers)


def portal_headers(clock: Clock, secret: str = PORTAL_SECRET, *, age: float = 0, **content: Any) -> dict[str, str]:
    """What the portal would send for a director of PC02AA."""
    said = {
        "user": "an", "name": "Lê An", "role": "director", "units": ["PC02AA"], "iat": clock().timestamp() - age,
    } | content  # fmt: skip
    word = base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()
    return {"X-Phanky-User": word, "X-Phanky-Signature": signature_of(word, secret)}


def asked(output: str = "page.children", **changes: Any) -> dict[str, Any]:
    """What the page sends for its callback."""
    return {
        "output": output,
        "outputs": {"id": "page", "property": "children"},
        "inputs": [
            {"id": "url", "property": "pathname", "value": "/"},
            {"id": "url", "property": "search", "value": ""},
        ],
        "changedPropIds": ["url.pathname"],
        "state": [],
    } | changes


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Follower]:
    """One release for all tests: nobody changes it."""
    house = WholeHouse(tmp_path_factory.mktemp("release"))
    house.release(rows_of([case(OF_AA), too_few("PC02AA0000002"), case(OF_BB)]))
    with follow_releases(house.home) as followed:
        yield followed


MakeSite = Callable[..., Site]


@pytest.fixture
def make_site(tmp_path: Path, releases: Follower) -> Iterator[MakeSite]:
    """An installation with these settings; ``operator=None``: nobody sits at it."""
    made: list[Site] = []

    here = whole_company("operator")

    def make(*, operator: Identity | None = here, **settings: Any) -> Site:
        made.append(Site(load_settings(home=tmp_path / "home", **settings), releases, operator=operator))
        return made[-1]

    yield make
    for site in made:
        site.ledger.close()


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    """An installation with a leader and two directors, and a portal."""
    made = make_site(portal_secret=PORTAL_SECRET)
    made.add_users()
    return made
