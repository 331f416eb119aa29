from __future__ import annotations

import re
import socket
import threading
import urllib.request

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import PageServer
from phanky.errors import ConfigurationError
from semantic import Follower
from tests.dashboard.conftest import damaged_release
from tests.whole_marts import WholeHouse


def test_the_health_check_names_the_release_in_service(client: FlaskClient) -> None:
    answer = client.get("/healthz").get_json()

    assert answer["status"] == "ok"
    assert answer["release"].startswith("20261124-")
    assert answer["unread"] is None


def test_the_health_check_names_a_release_that_cannot_be_read_and_no_folder(
    client: FlaskClient, house: WholeHouse, releases: Follower
) -> None:
    client.get("/")
    new = damaged_release(house)
    releases.look()

    answer = client.get("/healthz")

    assert answer.get_json()["unread"]["release"] == new
    assert answer.get_json()["release"] != new
    assert str(house.home) not in answer.get_data(as_text=True)


def test_nothing_but_this_machine_is_answered_while_there_is_no_sign_in(client: FlaskClient) -> None:
    for host in ("evil.example", "192.168.1.5:8050", "127.0.0.1.evil.example", ""):
        assert client.get("/", headers={"Host": host}).status_code in {400, 403}
    for host in ("127.0.0.1:8050", "localhost", "[::1]:8050"):
        assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.7", "::", "portal.example", ""])
def test_it_refuses_to_listen_beyond_this_machine_as_long_as_nobody_can_sign_in(host: str, server: Flask) -> None:
    with pytest.raises(ConfigurationError, match=r"127\.0\.0\.1"):
        PageServer(server, host=host, port=0)


def test_a_taken_port_is_named(server: Flask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=f"cổng {port}"):
            PageServer(server, port=port)


def test_a_real_server_answers_over_http(server: Flask) -> None:
    listening = PageServer(server, port=0)
    threading.Thread(target=listening.run, daemon=True).start()
    try:
        with urllib.request.urlopen(listening.address) as answer:
            page = answer.read().decode()
    finally:
        listening.close()

    assert '<html lang="vi">' in page
    assert "<h1>Tổng quan</h1>" in page


def test_scripts_and_styles_come_from_here_alone(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)

    addresses = re.findall(r"""(?:src|href)=["']([^"']+)["']""", page)
    assert addresses
    assert [address for address in addresses if not address.startswith(("/", "#", "data:"))] == []


def test_every_answer_carries_the_protecting_headers(client: FlaskClient) -> None:
    for path in ("/", "/_dash-layout", "/healthz", "/docs/"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
        assert "http" not in headers["Content-Security-Policy"]


def test_the_pages_policy_allows_no_inline_script_but_its_own(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]

    (scripts,) = re.findall(r"script-src ([^;]+)", policy)
    assert "'unsafe-inline'" not in scripts
    assert "'unsafe-eval'" not in scripts
    assert "'sha256-" in scripts


def test_the_documentation_of_the_release_in_service_is_served(client: FlaskClient, house: WholeHouse) -> None:
    assert client.get("/docs/").status_code == 404
    (release,) = (house.home / "releases").glob("20261124-*")
    (release / "docs").mkdir()
    (release / "docs" / "index.html").write_text("<title>dbt Docs</title>", encoding="utf-8")

    answer = client.get("/docs/")

    assert answer.status_code == 200
    assert "dbt Docs" in answer.get_data(as_text=True)


def test_files_beside_the_documentation_cannot_be_reached(client: FlaskClient, house: WholeHouse) -> None:
    for path in ("/docs/../receipt.json", "/docs/%2e%2e/receipt.json", "/docs/..%2freceipt.json"):
        assert "snapshot_id" not in client.get(path).get_data(as_text=True)
