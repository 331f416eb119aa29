"""Confirming and resending through the real server: who may, from where, and what is written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard import create_app, follow_releases
from dashboard.access import Access
from phanky.identity import Role
from phanky.ledger import Ledger
from tests.dashboard.access.conftest import PASSWORD, sign_in
from tests.dashboard.messages.conftest import DAY
from tests.whole_marts import WholeHouse

HERE = {"Origin": "http://localhost"}
IN_DOUBT = "PK-20261124-upc02bb"
PATHS = ["/tin-nhan/xac-nhan", "/tin-nhan/gui-lai"]
USERS = {
    "lanh-dao": (Role.LEADER, ()),
    "phong": (Role.DEPARTMENT, ()),
    "gd-bb": (Role.DIRECTOR, ("PC02BB",)),
    "nv-bb": (Role.STAFF, ("PC02BB",)),
}


@dataclass
class Site:
    server: Flask
    ledger: Ledger

    def client(self, name: str | None) -> FlaskClient:
        client = self.server.test_client()
        if name is not None:
            assert sign_in(client, name).status_code == 303
        return client

    def post(self, name: str | None, path: str, *, headers: dict[str, str] = HERE, **form: str) -> TestResponse:
        return self.client(name).post(path, data={"tin": IN_DOUBT, **form}, headers=headers)

    @property
    def state(self) -> str:
        return self.ledger.deliveries.find(IN_DOUBT).state.value

    def decided(self) -> list[tuple[str, str]]:
        found = [(note.who, note.what) for note in self.ledger.audit(100)]
        return [pair for pair in found if pair[1] in {"delivery_confirm", "delivery_resend"}]


@pytest.fixture
def site(house: WholeHouse, ledger: Ledger) -> Iterator[Site]:
    for name, (role, units) in USERS.items():
        ledger.users.add(name, password=PASSWORD, role=role, units=units, who="test")
    with follow_releases(house.home) as releases:
        yield Site(create_app(Access(house.settings, ledger), releases), ledger)


@pytest.mark.parametrize("name", ["lanh-dao", "phong"])
@pytest.mark.parametrize(("path", "state", "what"), [(PATHS[0], "sent", "confirm"), (PATHS[1], "pending", "resend")])
def test_a_leader_decides_once_and_the_ledger_knows_who(
    site: Site, name: str, path: str, state: str, what: str
) -> None:
    answer = site.post(name, path)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/tin-nhan?ngay={DAY.isoformat()}")
    assert site.state == state
    again = site.post(name, path)
    assert again.status_code == 409
    assert site.decided() == [(name, f"delivery_{what}")]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", ["gd-bb", "nv-bb"])
def test_a_unit_decides_nothing_not_even_about_its_own(site: Site, name: str, path: str) -> None:
    answer = site.post(name, path)

    assert answer.status_code == 403
    assert site.state == "unknown"
    assert site.decided() == []
    assert (name, "refused") in [(note.who, note.what) for note in site.ledger.audit(100)]


@pytest.mark.parametrize("path", PATHS)
def test_without_sign_in_nothing_is_decided(site: Site, path: str) -> None:
    assert site.post(None, path).status_code == 401
    assert site.state == "unknown"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        {"Origin": "http://localhost:81"},
    ],
)
def test_another_sites_form_decides_nothing(site: Site, path: str, headers: dict[str, str]) -> None:
    answer = site.post("lanh-dao", path, headers=headers)

    assert answer.status_code == 403
    assert "không đến từ trang này" in answer.text
    assert site.state == "unknown"


@pytest.mark.parametrize("path", ["/tin-nhan", "/tin-nhan/", "/tin-nhan/xac-nhan/", "/_dash-update-component", "/"])
def test_forms_are_taken_nowhere_else(site: Site, path: str) -> None:
    assert site.post("lanh-dao", path).status_code == 415
    assert site.state == "unknown"


@pytest.mark.parametrize("path", PATHS)
def test_an_address_alone_decides_nothing(site: Site, path: str) -> None:
    answer = site.client("lanh-dao").get(f"{path}?tin={IN_DOUBT}")

    assert answer.status_code == 404
    assert site.state == "unknown"


@pytest.mark.parametrize("wish", ["", "x", "PK-20261124-none", "\x00", "#" * 300, "' OR 1=1 --"])
def test_a_message_that_is_not_there_breaks_nothing(site: Site, wish: str) -> None:
    answer = site.post("lanh-dao", PATHS[0], tin=wish)

    assert answer.status_code == 404
    assert wish == "" or wish not in answer.text
    assert site.state == "unknown"


def test_a_frame_of_the_portal_stays_one(site: Site) -> None:
    answer = site.post("lanh-dao", PATHS[0], nhung="1")

    assert answer.headers["Location"] == f"/tin-nhan?ngay={DAY.isoformat()}&nhung=1"


def test_a_decision_shows_on_the_page_without_a_new_release(site: Site) -> None:
    before = site.client("lanh-dao").get("/tin-nhan").text
    site.post("lanh-dao", PATHS[0])
    after = site.client("lanh-dao").get("/tin-nhan").text

    assert "1 chờ, 1 đã gửi, 1 chưa rõ" in before
    assert "1 chờ, 2 đã gửi." in after


def test_the_page_shows_a_director_his_own_message_and_no_other(site: Site) -> None:
    own = site.client("gd-bb").get("/tin-nhan").text
    everything = site.client("lanh-dao").get("/tin-nhan").text

    assert "PC02BB0000003" in own
    assert "PC02AA0000003" not in own
    assert 'action="/tin-nhan/xac-nhan"' not in own
    assert "phanky digest --confirm PK-20261124-upc02bb" in own
    assert "PC02AA0000003" in everything
    assert 'action="/tin-nhan/xac-nhan"' in everything
    assert 'action="/tin-nhan/gui-lai"' in everything
