"""Signing in with the company's account, against a provider that really runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from oidc_provider_mock import User, run_server_in_thread

from phanky.errors import ConfigurationError
from phanky.identity import Role
from tests.dashboard.access.conftest import CODE, OF_AA, OF_BB, MakeSite, Site

PEOPLE = (
    User(sub="lan", claims={"name": "Lê Lan", "groups": ["pk-gd-aa", "khac"]}),
    User(sub="minh", claims={"name": "Minh", "groups": ["pk-lanh-dao"]}),
    User(sub="ngoai", claims={"name": "Người ngoài", "groups": ["ke-toan"]}),
    User(sub="khong-nhom", claims={"name": "Không nhóm"}),
)


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with run_server_in_thread(user_claims=PEOPLE) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def company_site(make_site: MakeSite, provider: str) -> Site:
    return make_site(**configured(provider))


def configured(provider: str, **more: Any) -> dict[str, Any]:
    return {
        "oidc_discovery_url": f"{provider}/.well-known/openid-configuration",
        "oidc_client_id": "phan-ky",
        "oidc_client_secret": "a-secret-that-nobody-must-see",
        "oidc_groups": "pk-lanh-dao=leader; pk-gd-aa=director:PC02AA",
    } | more


def come_back(client: FlaskClient, person: str, target: str = "/") -> Any:
    """Leave for the provider, sign in there as ``person``, and come back."""
    left = client.get("/dang-nhap/cong-ty", query_string={"toi": target})
    assert left.status_code == 302, left.get_data(as_text=True)
    asked = parse_qs(urlsplit(left.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    answered = requests.post(left.headers["Location"], data={"sub": person}, allow_redirects=False, timeout=10)
    back = urlsplit(answered.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def test_a_group_of_the_company_gives_a_role_and_its_units(company_site: Site) -> None:
    client = company_site.client()
    answer = come_back(client, "lan", "/don-vi/PC02AA")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/don-vi/PC02AA")
    assert set(CODE.findall(client.get("/danh-sach.csv").get_data(as_text=True))) == {OF_AA, "PC02AA0000002"}
    user = company_site.ledger.users.find("sso:lan")
    assert user is not None
    assert (user.display_name, user.role) == ("Lê Lan", Role.DIRECTOR)


def test_a_leader_of_the_company_sees_every_unit(company_site: Site) -> None:
    client = company_site.client()
    come_back(client, "minh")

    assert {OF_AA, OF_BB} <= set(CODE.findall(client.get("/danh-sach.csv").get_data(as_text=True)))


@pytest.mark.parametrize("person", ["ngoai", "khong-nhom"])
def test_who_is_in_no_group_of_ours_does_not_come_in(company_site: Site, person: str) -> None:
    client = company_site.client()

    assert come_back(client, person).status_code == 403
    assert client.get("/danh-sach.csv").status_code == 401


def test_who_is_shut_out_here_stays_out_whatever_the_company_says(company_site: Site) -> None:
    come_back(company_site.client(), "lan")
    company_site.ledger.users.set_disabled("sso:lan", True, who="test")
    client = company_site.client()

    assert come_back(client, "lan").status_code == 403
    assert client.get("/danh-sach.csv").status_code == 401


def test_an_answer_that_nobody_asked_for_is_refused(company_site: Site) -> None:
    answer = company_site.client().get("/dang-nhap/cong-ty/ve?code=abc&state=forged")

    assert answer.status_code == 502
    assert "abc" not in answer.get_data(as_text=True)


def test_a_code_works_once_and_in_the_browser_that_asked(company_site: Site) -> None:
    asking, other = company_site.client(), company_site.client()
    left = asking.get("/dang-nhap/cong-ty")
    answered = requests.post(left.headers["Location"], data={"sub": "lan"}, allow_redirects=False, timeout=10)
    back = urlsplit(answered.headers["Location"])

    assert other.get(f"{back.path}?{back.query}").status_code == 502
    assert asking.get(f"{back.path}?{back.query}").status_code == 303
    assert asking.get(f"{back.path}?{back.query}").status_code == 502


def test_a_provider_that_does_not_answer_is_told_and_breaks_nothing(make_site: MakeSite) -> None:
    site = make_site(**configured("http://127.0.0.1:9"))
    answer = site.client().get("/dang-nhap/cong-ty")

    assert answer.status_code == 502
    assert "127.0.0.1:9" not in answer.get_data(as_text=True)


def test_the_form_offers_the_companys_account_where_there_is_one(company_site: Site) -> None:
    assert re.search(r'href="/dang-nhap/cong-ty', company_site.client().get("/dang-nhap").get_data(as_text=True))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"oidc_client_id": None}, "PHANKY_OIDC_CLIENT_ID"),
        ({"oidc_groups": ""}, "PHANKY_OIDC_GROUPS"),
        ({"oidc_groups": "pk=emperor"}, "pk=emperor"),
        ({"oidc_groups": "pk=director"}, "pk=director"),
        ({"oidc_discovery_url": "http://sso.example/.well-known/openid-configuration"}, "https"),
    ],
)
def test_settings_that_cannot_work_stop_the_start(
    make_site: MakeSite, provider: str, changed: dict[str, Any], told: str
) -> None:
    with pytest.raises(ConfigurationError, match=told):
        make_site(**configured(provider, **changed))
