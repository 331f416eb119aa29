"""Every route and callback × who asks × what is asked: no foreign customer, no error of the server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import create_app, follow_releases
from dashboard.access import Access
from phanky.identity import Role, whole_company
from phanky.ledger import open_ledger
from phanky.settings import load_settings
from semantic import open_release
from tests.dashboard.access.conftest import PASSWORD, sign_in
from tests.runs import sample_run

USERS = {
    "lanh-dao": (Role.LEADER, ()),
    "gd-aa": (Role.DIRECTOR, ("PC02AA",)),
    "nv-bb": (Role.STAFF, ("PC02BB",)),
}
CUSTOMER = re.compile(r"P[A-Z]\d{2}[A-Z0-9]{2}\d{7}(?!\d)")
PATHS = [
    "/", "/don-vi", "/don-vi/{unit}", "/danh-sach", "/khach-hang/{customer}", "/canh-bao", "/khach-hang-lon",
    "/kham-pha", "/quy-dinh", "/du-lieu", "/tin-nhan", "/tai/danh-sach.xlsx", "/tai/danh-sach.csv", "/tai/de-nghi.xlsx",
    "/tai/kham-pha.xlsx", "/tai/kham-pha.csv", "/tai/canh-bao.xlsx", "/tai/khach-hang-lon.xlsx",
]  # fmt: skip
ASKED = {
    "own": "don-vi={own}",
    "foreign": "don-vi={foreign}",
    "mixed": "don-vi={own}&don-vi={foreign}&ket-luan=thieu_ky&ket-luan=dung&tim={foreign}",
    "explore": "chi-so=kwh_total&theo=customer_id&don-vi={foreign}",
    "everything": "chi-so=customers_in_scope&theo=unit_code&theo=verdict&thang=2026-10&quy=2026-Q3",
    "malformed": "don-vi=%00&thang=9999-99&quy=x&trang=-1&xep=__class__&tim=%27%22%3B--&ket-luan[]=a&nguong=1e999",
    "long": "tim=" + "a%CC%81" * 200 + "&don-vi=" + "A" * 500,
    "many": "&".join(f"don-vi=U{number}" for number in range(80)),
}


class Site:
    """The real app over the sample, with users of three kinds."""

    def __init__(self, server: Flask, owners: dict[str, str]) -> None:
        self.server, self.owners = server, owners

    def client(self, name: str) -> FlaskClient:
        client = self.server.test_client()
        if name:
            assert sign_in(client, name).status_code == 303
        return client

    def foreign(self, name: str, text: str) -> set[str]:
        """Customers that stand in a text and that this user may not see."""
        units = USERS[name][1] if name else ("",)
        found = set(CUSTOMER.findall(text))
        return {code for code in found if units and self.owners.get(code, units[0]) not in units}

    def one_of(self, unit: str) -> str:
        return next(code for code, owner in sorted(self.owners.items()) if owner == unit)


@pytest.fixture(scope="module")
def site(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = sample_run(shared_folder, "duckdb")
    ledger_file = tmp_path_factory.mktemp("ledger") / "ledger.db"
    settings = load_settings(home=home, ledger_url=f"sqlite:///{ledger_file}", session_secret="m" * 64)
    with open_release(whole_company("t"), home=home, marts=["dim_customers"]) as release:
        rows = release.rows("dim_customers", ["customer_id", "managing_unit_code"]).to_pylist()
    with open_ledger(settings) as ledger, follow_releases(home) as releases:
        for name, (role, units) in USERS.items():
            ledger.users.add(name, password=PASSWORD, role=role, units=units, who="test")
        server = create_app(Access(settings, ledger), releases)
        yield Site(server, {row["customer_id"]: row["managing_unit_code"] for row in rows})


def addresses(site: Site, own: str, foreign: str) -> Iterator[str]:
    for path, asked in product(PATHS, ("", *ASKED.values())):
        for unit in (own, foreign):
            known = {"unit": unit, "customer": site.one_of(unit), "own": own, "foreign": foreign}
            yield f"{path}?{asked}".format(**known) if asked else path.format(**known)


def body(address: Any) -> dict[str, Any]:
    return {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [
            {"id": "address", "property": "data-address", "value": address},
            {"id": "address", "property": "data-tick", "value": 1},
        ],
        "changedPropIds": ["address.data-address"],
        "state": [],
    }


@pytest.mark.parametrize(("name", "own", "foreign"), [("gd-aa", "PC02AA", "PC02BB"), ("nv-bb", "PC02BB", "PC02AA")])
def test_nobody_is_told_of_a_customer_of_another_unit(site: Site, name: str, own: str, foreign: str) -> None:
    client = site.client(name)
    for address in dict.fromkeys(addresses(site, own, foreign)):
        served = client.get(address)
        drawn = client.post("/_dash-update-component", json=body(address))
        asked_for = set(CUSTOMER.findall(address))

        assert served.status_code in {200, 400, 403, 404}, address
        assert drawn.status_code == 200, address
        for text in (served.get_data(as_text=True) if not served.mimetype.endswith("sheet") else "", drawn.text):
            assert site.foreign(name, text) - asked_for == set(), address


def test_a_leader_is_told_of_both_and_nothing_breaks(site: Site) -> None:
    client = site.client("lanh-dao")
    told = ""
    for address in dict.fromkeys(addresses(site, "PC02AA", "PC02BB")):
        served = client.get(address)
        assert served.status_code in {200, 400, 404}, address
        told += client.post("/_dash-update-component", json=body(address)).text

    owners = {site.owners.get(code) for code in CUSTOMER.findall(told)}
    assert {"PC02AA", "PC02BB"} <= owners  # so that the test above can fail


def test_without_sign_in_nothing_is_told(site: Site) -> None:
    client = site.client("")
    for rule in site.server.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        path = re.sub(r"<[^>]+>", "x", rule.rule)
        answer = client.get(path)
        assert answer.status_code < 500, path
        assert CUSTOMER.findall(answer.get_data().decode("utf-8", "replace")) == [], path
    for address in ("/", "/danh-sach", "/tai/danh-sach.csv", "/khach-hang/" + site.one_of("PC02AA")):
        assert client.get(address).status_code in {303, 401}
        assert client.post("/_dash-update-component", json=body(address)).status_code == 401


@pytest.mark.parametrize(
    "wish", [None, 7, [], {}, "x" * 3_000, "/\x00", "//evil", "?" * 100, "/danh-sach?" + "&" * 999]
)
def test_an_address_of_any_form_breaks_nothing(site: Site, wish: Any) -> None:
    answer = site.client("gd-aa").post("/_dash-update-component", json=body(wish))

    assert answer.status_code in {200, 400}
    assert site.foreign("gd-aa", answer.text) == set()
