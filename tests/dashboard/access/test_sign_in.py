from __future__ import annotations

import re
import statistics
import time

import pytest

from dashboard.access import access_of
from phanky.identity import Role
from tests.dashboard.access.conftest import CODE, OF_AA, OF_BB, PASSWORD, MakeSite, Site, sign_in


def test_who_signs_in_sees_the_units_that_are_its_own(site: Site) -> None:
    seen = {name: site.signed_in(name).get("/danh-sach.csv").get_data(as_text=True) for name in ("gd-aa", "gd-bb")}

    assert seen["gd-aa"].split() == [OF_AA, "PC02AA0000002"]
    assert seen["gd-bb"].split() == [OF_BB]
    assert site.signed_in("lanh-dao").get("/danh-sach.csv").get_data(as_text=True).split() == [
        OF_AA, "PC02AA0000002", OF_BB,
    ]  # fmt: skip


def test_a_page_without_sign_in_leads_to_the_form_and_back(site: Site) -> None:
    client = site.client()

    sent = client.get("/don-vi/PC02AA?quy=2026-Q3", headers={"Accept": "text/html"})

    assert (sent.status_code, sent.headers["Location"]) == (303, "/dang-nhap?toi=/don-vi/PC02AA%3Fquy%3D2026-Q3")
    form = client.get(sent.headers["Location"])
    assert 'name="toi" value="/don-vi/PC02AA?quy=2026-Q3"' in form.get_data(as_text=True)
    back = sign_in(client, "gd-aa", toi="/don-vi/PC02AA?quy=2026-Q3")
    assert back.headers["Location"] == "/don-vi/PC02AA?quy=2026-Q3"


def test_what_is_no_page_gets_an_answer_instead_of_a_form(site: Site) -> None:
    for path, accepted in [("/_dash-layout", "text/html"), ("/hien-hanh", "application/json")]:
        answer = site.client().get(path, headers={"Accept": accepted})
        assert answer.status_code == 401
        assert answer.get_json() == {"error": "Cần đăng nhập.", "sign_in": "/dang-nhap"}


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "\\\\evil",
     "javascript:alert(1)", "/dang-xuat", "/dang-nhap?toi=/", "/_dash-layout", "x" * 3000,
     "/a\r\nSet-Cookie: a=b", "", " /"],
)  # fmt: skip
def test_after_signing_in_nobody_is_led_elsewhere(site: Site, target: str) -> None:
    assert sign_in(site.client(), "gd-aa", toi=target).headers["Location"] == "/"
    assert site.signed_in("gd-aa").get("/dang-nhap", query_string={"toi": target}).headers["Location"] == "/"


def test_a_refusal_does_not_say_what_was_wrong(site: Site) -> None:
    site.ledger.users.set_disabled("gd-bb", True, who="test")
    pages = {
        re.sub(r"\s+", " ", answer.get_data(as_text=True))
        for name, password in [("gd-aa", "sai"), ("ai", PASSWORD), ("gd-bb", PASSWORD), ("", "")]
        if (answer := sign_in(site.client(), name, password)).status_code == 401
    }

    assert len(pages) == 1
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in pages.pop()


def test_a_name_that_is_not_there_is_refused_as_slowly_as_one_that_is(site: Site) -> None:
    def seconds(name: str) -> float:
        start = time.perf_counter()
        site.ledger.users.with_password(name, "sai mật khẩu rồi")
        return time.perf_counter() - start

    seconds("ai")
    # In turns, so that whatever else the machine does weighs on both.
    known, unknown = map(statistics.median, zip(*((seconds("gd-aa"), seconds("ai")) for _ in range(15)), strict=True))

    assert 0.5 < unknown / known < 2


def test_a_phone_that_begins_a_name_with_a_capital_letter_is_understood(site: Site) -> None:
    assert sign_in(site.client(), " Gd-AA ").status_code == 303


def test_after_five_failures_even_the_right_password_has_to_wait(site: Site) -> None:
    client = site.client()
    for _ in range(5):
        assert sign_in(client, "gd-aa", "sai").status_code == 401

    early = sign_in(client, "gd-aa")

    assert (early.status_code, early.headers["Retry-After"]) == (429, "4")
    assert "Đã sai nhiều lần. Thử lại sau 4 giây." in early.get_data(as_text=True)
    site.clock.move(seconds=4)
    assert sign_in(client, "gd-aa").status_code == 303


def test_a_name_that_is_not_there_waits_like_one_that_is(site: Site) -> None:
    client = site.client()
    answers = [sign_in(client, "ai", "sai").status_code for _ in range(6)]

    assert answers == [401] * 5 + [429]


def test_another_address_does_not_open_a_name_that_waits(site: Site) -> None:
    for number in range(5):
        site.client().post(
            "/dang-nhap", data={"ten": "gd-aa", "mat-khau": "sai"}, headers={"Origin": "http://localhost"},
            environ_base={"REMOTE_ADDR": f"10.0.0.{number}"},
        )  # fmt: skip

    assert sign_in(site.client(), "gd-aa").status_code == 429
    assert sign_in(site.client(), "gd-bb").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "same-site"},
        {"Origin": "http://[::"},
    ],
)
def test_another_site_can_sign_nobody_in_or_out(site: Site, headers: dict[str, str]) -> None:
    assert sign_in(site.client(), "gd-aa", headers=headers).status_code == 403
    client = site.signed_in("gd-aa")
    assert client.post("/dang-xuat", headers=headers).status_code == 403
    assert client.get("/danh-sach.csv").status_code == 200


def test_a_form_from_nowhere_is_refused(site: Site) -> None:
    assert site.client().post("/dang-nhap", data={"ten": "gd-aa", "mat-khau": PASSWORD}).status_code == 403


def test_the_address_that_people_are_told_counts_as_our_own(make_site: MakeSite) -> None:
    site = make_site(public_url="https://phan-ky.example")
    site.add_users()

    assert sign_in(site.client(), "gd-aa", headers={"Origin": "https://phan-ky.example"}).status_code == 303


def test_signing_out_ends_the_session_wherever_a_copy_of_it_is(site: Site) -> None:
    client = site.signed_in("gd-aa")
    cookie = client.get_cookie("phanky")
    assert cookie is not None

    answer = client.post("/dang-xuat", headers={"Origin": "http://localhost"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/dang-nhap?ra=1")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get_cookie("phanky") is None
    thief = site.client()
    thief.set_cookie("phanky", cookie.value)
    assert thief.get("/danh-sach.csv").status_code == 401
    assert "Đã đăng xuất." in client.get(answer.headers["Location"]).get_data(as_text=True)


def test_an_address_alone_signs_nobody_out(site: Site) -> None:
    client = site.signed_in("gd-aa")

    assert client.get("/dang-xuat").status_code == 405
    assert client.get("/danh-sach.csv").status_code == 200


def test_who_is_disabled_is_out_with_the_next_request(site: Site) -> None:
    client = site.signed_in("gd-aa")
    site.ledger.users.set_disabled("gd-aa", True, who="test")

    assert client.get("/danh-sach.csv").status_code == 401
    site.ledger.users.set_disabled("gd-aa", False, who="test")
    assert client.get("/danh-sach.csv").status_code == 401


def test_another_password_or_role_ends_what_was_signed_in(site: Site) -> None:
    first, second = site.signed_in("gd-aa"), site.signed_in("gd-bb")
    site.ledger.users.set_password("gd-aa", "đèo Lao Bảo sương mù", who="test")
    site.ledger.users.change("gd-bb", role=Role.DIRECTOR, units=["PC02AA"], who="test")

    assert [client.get("/danh-sach.csv").status_code for client in (first, second)] == [401, 401]


def test_the_form_is_plain_html_under_a_policy_that_allows_nothing_but_its_own_style(site: Site) -> None:
    answer = site.client().get("/dang-nhap")
    page, policy = answer.get_data(as_text=True), answer.headers["Content-Security-Policy"]

    assert '<html lang="vi">' in page
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="([^"]+)"', page) == []
    assert "script-src" not in policy
    assert "'unsafe-inline'" not in policy
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_what_a_stranger_types_is_not_read_as_html(site: Site) -> None:
    hostile = '/"><script>alert(1)</script>'

    page = site.client().get("/dang-nhap", query_string={"toi": hostile}).get_data(as_text=True)

    assert "<script" not in page


def test_every_coming_and_going_is_in_the_audit_log(site: Site) -> None:
    client = site.client()
    sign_in(client, "gd-aa", "sai")
    sign_in(client, "mật khẩu ở ô tên", "sai")
    sign_in(client, "gd-aa")
    client.get("/danh-sach.csv")
    client.get("/lanh-dao")
    client.post("/dang-xuat", headers={"Origin": "http://localhost"})

    assert site.notes() == [
        ("gd-aa", "sign_in_failed"),
        ("?", "sign_in_failed"),
        ("gd-aa", "sign_in"),
        ("gd-aa", "export"),
        ("gd-aa", "refused"),
        ("gd-aa", "sign_out"),
    ]
    details = {note.what: (note.scope, note.detail) for note in site.ledger.audit()}
    assert details["export"] == ("PC02AA", "danh-sach: 2 rows")
    assert details["refused"] == ("PC02AA", "GET /lanh-dao")
    assert details["sign_in"] == ("PC02AA", "password, from 127.0.0.1")


def test_without_the_ledger_nobody_comes_in_and_nothing_breaks(site: Site) -> None:
    client = site.signed_in("gd-aa")
    access_of(site.server).ledger.close()
    file = site.settings.home / "ledger.db"
    for name in (file, file.with_name("ledger.db-wal"), file.with_name("ledger.db-shm")):
        name.unlink(missing_ok=True)
    file.write_text("không phải cơ sở dữ liệu " * 100, encoding="utf-8")

    for answer in (client.get("/danh-sach.csv"), sign_in(site.client(), "gd-aa"), client.get("/dang-nhap")):
        assert answer.status_code == 503
        assert CODE.search(answer.get_data(as_text=True)) is None
        assert "Chưa kiểm tra được quyền xem." in answer.get_data(as_text=True)
    assert client.get("/healthz").status_code == 200
