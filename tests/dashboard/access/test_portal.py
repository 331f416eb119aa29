from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from dashboard.access.portal import signature_of
from tests.dashboard.access.conftest import CODE, OF_AA, OF_BB, PORTAL_SECRET, MakeSite, Site, portal_headers


def seen(site: Site, headers: dict[str, str]) -> set[str]:
    return set(CODE.findall(site.client().get("/danh-sach.csv", headers=headers).get_data(as_text=True)))


def test_whom_the_portal_names_sees_the_units_that_the_portal_names(site: Site) -> None:
    assert seen(site, portal_headers(site.clock)) == {OF_AA, "PC02AA0000002"}
    assert seen(site, portal_headers(site.clock, user="tam", role="leader", units=[])) >= {OF_AA, OF_BB}


@pytest.mark.parametrize("age", [61, 3_600, -6, -3_600])
def test_an_old_word_or_one_from_the_future_is_worth_nothing(site: Site, age: int) -> None:
    assert seen(site, portal_headers(site.clock, age=age)) == set()


def test_a_word_is_good_for_the_browser_that_brought_it_first_and_no_other(site: Site) -> None:
    headers = portal_headers(site.clock)

    assert OF_AA in seen(site, headers)
    assert OF_AA in seen(site, headers)
    assert seen(site, headers | {"User-Agent": "another"}) == set()


@pytest.mark.parametrize(
    "changed",
    [
        {"units": ["PC02AA", ""]},
        {"units": "PC02AA"},
        {"units": []},
        {"role": "admin"},
        {"role": "leader"},
        {"user": ""},
        {"user": 7},
        {"name": "x" * 101},
        {"iat": "now"},
        {"iat": True},
        {"iat": float("inf")},
    ],
)
def test_what_the_portal_may_not_say_lets_nobody_in(site: Site, changed: dict[str, Any]) -> None:
    answer = site.client().get("/danh-sach.csv", headers=portal_headers(site.clock, **changed))

    assert answer.status_code == 401
    assert CODE.search(answer.get_data(as_text=True)) is None


@pytest.mark.parametrize("secret", ["", "another-secret-of-forty-characters-000000"])
def test_a_word_signed_with_another_secret_is_refused_and_written_down(site: Site, secret: str) -> None:
    assert seen(site, portal_headers(site.clock, secret or "x" * 40)) == set()
    assert site.notes() == [("?", "portal_refused")]


def test_a_word_that_was_changed_after_signing_is_refused(site: Site) -> None:
    headers = portal_headers(site.clock)
    said = json.loads(base64.urlsafe_b64decode(headers["X-Phanky-User"] + "=="))
    forged = base64.urlsafe_b64encode(json.dumps(said | {"units": ["PC02BB"]}).encode()).rstrip(b"=").decode()

    assert seen(site, headers | {"X-Phanky-User": forged}) == set()


@pytest.mark.parametrize("word", ["", "%%%", "e30", "W10", "bnVsbA", "é", "A" * 5_000, "[" * 3_000])
def test_a_word_of_another_form_breaks_nothing(site: Site, word: str) -> None:
    headers = {"X-Phanky-User": word, "X-Phanky-Signature": signature_of(word, PORTAL_SECRET)}
    answer = site.client().get(
        "/danh-sach.csv", headers={name: value.encode().decode("latin-1") for name, value in headers.items()}
    )

    assert answer.status_code == 401


def test_the_header_means_nothing_where_no_secret_is_shared(make_site: MakeSite) -> None:
    site = make_site()
    site.add_users()

    assert seen(site, portal_headers(site.clock)) == set()


def test_a_session_does_not_help_a_word_that_is_not_believed(site: Site) -> None:
    client = site.signed_in("gd-bb")

    assert client.get("/danh-sach.csv", headers=portal_headers(site.clock, age=600)).status_code == 401
