"""The program against a server that speaks Oracle's protocol: what it says when all is well, and when it is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from semantic import Shelf
from tests.oracle_company import company_tables
from tests.oracle_server import LACKING, PASSWORD, READER, OracleServer, oracle_server
from tests.phanky.cli.conftest import Run
from tests.tcp_proxy import proxy_to
from tests.whole_marts import WholeHouse

pytestmark = pytest.mark.skipif(LACKING is not None, reason=LACKING or "")


@pytest.fixture(scope="module")
def server() -> Iterator[OracleServer]:
    with oracle_server() as started:
        started.fill(company_tables())
        yield started


@pytest.fixture
def configured(server: OracleServer, monkeypatch: pytest.MonkeyPatch) -> OracleServer:
    for name, value in server.settings().items():
        monkeypatch.setenv(f"PHANKY_{name.upper()}", str(value))
    return server


def cmis(phanky: Run) -> list[tuple[str, str]]:
    rows = phanky("doctor", "--format", "json").json
    return [(row["state"], row["found"]) for row in rows if row["subject"] == "CMIS"]


def test_doctor_says_that_cmis_can_be_read_and_by_whom(phanky: Run, configured: OracleServer) -> None:
    found = cmis(phanky)

    assert found[0][0] == "ok"
    assert found[0][1].startswith(f"đọc được {configured.dsn}, Oracle ")
    assert found[-1] == ("ok", "đọc được 13/13 bảng")
    assert all(state != "bad" for state, _ in found)


def test_doctor_names_a_refused_account_and_no_password(
    phanky: Run, configured: OracleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHANKY_ORACLE_PASSWORD", "s3cret-word")

    outcome = phanky("doctor")

    assert outcome.code == 1
    assert "ORA-01017" in outcome.out
    assert not any(secret in outcome.out + outcome.err for secret in ("s3cret-word", PASSWORD))
    assert READER in outcome.out


def test_a_reading_that_breaks_leaves_the_last_release_and_doctor_tells_of_it(
    phanky: Run, house: WholeHouse, configured: OracleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Shelf(house.home).current_id()
    with proxy_to(configured.port) as between:
        monkeypatch.setenv("PHANKY_ORACLE_DSN", f"127.0.0.1:{between.port}/CMIS")
        monkeypatch.setenv("PHANKY_RETRY_SECONDS", "0")
        between.cut_at = 9_000
        outcome = phanky("run", "--source", "oracle", "--as-of", "2026-09-05")

    assert outcome.code == 9
    assert outcome.err.splitlines()[-1].startswith("Lỗi: ")
    assert Shelf(house.home).current_id() == before
    rows = {row["subject"]: row for row in phanky("doctor", "--format", "json").json}
    assert rows["Lần chạy"]["state"] == "warn"
    assert rows["Bản phát hành"]["found"].startswith(f"{before}, số liệu lúc ")
