"""What breaks while CMIS is read: nothing is ever landed in part, somebody is told, the next run converges."""

from __future__ import annotations

import os
import random
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from flows.cmis.oracle.source import OracleSource
from flows.landing import Manifest, manifests
from phanky.errors import InputError, InterruptedSourceError, SourceError
from phanky.progress import listening
from phanky.settings import Settings, load_settings
from tests.memory_source import small_company
from tests.oracle_company import company_in_memory, company_tables, contents, landed, settings_for, source_for
from tests.oracle_server import OracleServer
from tests.tcp_proxy import Proxy, proxy_to

CUTS_IN_A_SLICE, CUTS = 10, 200
POINTS_IN_A_SLICE = 8
SEED = 20261124
ROWS = {name: len(rows) for name, rows in small_company().items()}


@pytest.fixture(scope="module")
def filled(oracle: OracleServer) -> OracleServer:
    oracle.fill(company_tables())
    return oracle


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    settings = load_settings(home=tmp_path_factory.mktemp("whole"), memory_limit_gb=1)
    return landed(company_in_memory(), settings)


@pytest.fixture
def proxy(filled: OracleServer) -> Iterator[Proxy]:
    with proxy_to(filled.port) as between:
        yield between


def through(proxy: Proxy, server: OracleServer, home: Path, **others: object) -> Settings:
    return settings_for(server, home, **{"oracle_dsn": f"127.0.0.1:{proxy.port}/CMIS", **others})


def rows_read(source: OracleSource) -> dict[str, int]:
    found: dict[str, int] = {}
    with source.opened() as extracts:
        for extract in extracts:
            found[extract.table.name] = extract.batches.read_all().num_rows
    return {name: rows for name, rows in found.items() if rows}


def cut_positions(proxy: Proxy, source: OracleSource, count: int) -> list[int]:
    before = proxy.passed
    assert rows_read(source) == ROWS
    said = proxy.passed - before
    return sorted(random.Random(SEED).randrange(said) for _ in range(count))


def silent_truncations(proxy: Proxy, source: OracleSource, count: int) -> tuple[list[int], int]:
    """(byte at which a cut gave other rows without an error, how many cuts were told)."""
    silent, told = [], 0
    for position in cut_positions(proxy, source, count):
        proxy.cut_at = position
        try:
            if rows_read(source) != ROWS:
                silent.append(position)
        except InterruptedSourceError:
            told += 1
    return silent, told


def test_a_connection_cut_anywhere_is_told_and_never_taken_for_the_end(
    proxy: Proxy, filled: OracleServer, tmp_path: Path
) -> None:
    silent, told = silent_truncations(proxy, source_for(through(proxy, filled, tmp_path)), CUTS_IN_A_SLICE)

    assert silent == []
    assert told >= CUTS_IN_A_SLICE - 1, "a cut after the last row may go unnoticed"


@pytest.mark.soak
def test_two_hundred_cuts_and_no_silent_truncation(proxy: Proxy, filled: OracleServer, tmp_path: Path) -> None:
    silent, told = silent_truncations(proxy, source_for(through(proxy, filled, tmp_path)), CUTS)

    assert silent == []
    assert told >= CUTS * 0.9


def test_a_snapshot_that_was_cut_once_is_read_again_from_nothing(
    proxy: Proxy, filled: OracleServer, tmp_path: Path, whole: Manifest
) -> None:
    settings = through(proxy, filled, tmp_path)
    source = source_for(settings)
    proxy.cut_at = cut_positions(proxy, source, 1)[0]
    proxy.times = 1
    heard: list[str] = []

    with listening(lambda point, detail: heard.append(detail) if point == "landing.restart" else None):
        manifest = landed(source, settings)

    assert contents(manifest) == contents(whole)
    assert len(heard) == 1


def test_a_snapshot_cut_three_times_leaves_the_last_one_and_the_next_run_converges(
    proxy: Proxy, filled: OracleServer, tmp_path: Path, whole: Manifest
) -> None:
    settings = through(proxy, filled, tmp_path)
    proxy.cut_at = cut_positions(proxy, source_for(settings), 1)[0]

    with pytest.raises(SourceError, match=r"Đã thử 3 lần\. .*Bản phát hành cũ vẫn phục vụ"):
        landed(source_for(settings), settings)
    assert manifests(settings) == ()

    proxy.cut_at = None
    assert contents(landed(source_for(settings), settings)) == contents(whole)


def test_a_server_that_stalls_is_given_up_when_its_time_is_over(
    proxy: Proxy, filled: OracleServer, tmp_path: Path
) -> None:
    source = source_for(through(proxy, filled, tmp_path, oracle_answer_seconds=1))
    proxy.stall_at = cut_positions(proxy, source, 1)[0]

    with pytest.raises(InterruptedSourceError, match=r"không trả lời kịp|ngắt kết nối"):
        rows_read(source)


def test_a_listener_that_says_nothing_is_given_up(filled: OracleServer, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        dsn = f"127.0.0.1:{silent.getsockname()[1]}/CMIS"
        source = source_for(settings_for(filled, tmp_path, oracle_dsn=dsn, oracle_connect_seconds=1))
        with pytest.raises(InterruptedSourceError, match="Kết nối CMIS: CMIS không trả lời kịp"):
            rows_read(source)


def test_a_slow_server_is_read_to_its_end(proxy: Proxy, filled: OracleServer, tmp_path: Path) -> None:
    proxy.bytes_per_second = 60_000

    assert rows_read(source_for(through(proxy, filled, tmp_path, oracle_answer_seconds=5))) == ROWS


def test_a_reading_that_takes_longer_than_it_may_is_stopped_and_not_tried_again(
    proxy: Proxy, filled: OracleServer, tmp_path: Path
) -> None:
    proxy.bytes_per_second = 8_000
    settings = through(proxy, filled, tmp_path, oracle_hours=3 / 3600)

    with pytest.raises(SourceError, match="PHANKY_ORACLE_HOURS") as refused:
        landed(source_for(settings), settings)
    assert not isinstance(refused.value, InterruptedSourceError)


def test_cmis_that_is_down_is_tried_three_times_and_told(filled: OracleServer, tmp_path: Path) -> None:
    settings = settings_for(filled, tmp_path, oracle_dsn="127.0.0.1:1/CMIS")

    with pytest.raises(SourceError, match=r"Đã thử 3 lần\. Kết nối CMIS: không kết nối được tới CMIS \(DPY-6005"):
        landed(source_for(settings), settings)


def test_a_wrong_password_is_told_once_and_never_tried_again(filled: OracleServer, tmp_path: Path) -> None:
    settings, tries = settings_for(filled, tmp_path, oracle_password="s3cret-word"), []

    with (
        listening(lambda point, detail: tries.append(detail) if point == "landing.restart" else None),
        pytest.raises(SourceError, match=r"sai tên hoặc mật khẩu \(ORA-01017") as refused,
    ):
        landed(source_for(settings), settings)
    assert tries == []
    assert "s3cret-word" not in str(refused.value)


def test_a_required_table_that_may_not_be_read_is_told_with_its_grant(filled: OracleServer, tmp_path: Path) -> None:
    mapping = tmp_path / "cmis.toml"
    mapping.write_text('[tables.HDN_HDON]\nowner = "CMIS01"\n')
    settings = settings_for(filled, tmp_path, oracle_mapping_file=mapping)

    with pytest.raises(InputError, match=r"thiếu bảng bắt buộc HDN_HDON.*GRANT SELECT ON CMIS01.HDN_HDON"):
        landed(source_for(settings), settings)


@pytest.mark.parametrize(
    ("code", "told"), [("ORA-01555: snapshot too old", "undo quá nhỏ"), ("ORA-03113: end-of-file", "ngắt kết nối")]
)
def test_an_error_in_the_middle_of_a_table_restarts_the_whole_snapshot(
    code: str, told: str, filled: OracleServer, tmp_path: Path, whole: Manifest
) -> None:
    heard: list[str] = []
    with failing_view(filled, code, failures=1):
        settings = settings_for(filled, tmp_path, oracle_mapping_file=_mapped_to_view(tmp_path))
        with listening(lambda point, detail: heard.append(detail) if point == "landing.restart" else None):
            manifest = landed(source_for(settings), settings)

    assert len(heard) == 1
    assert told in heard[0]
    assert contents(manifest) == contents(whole)


def test_an_error_of_the_data_is_told_once(filled: OracleServer, tmp_path: Path) -> None:
    with failing_view(filled, "ORA-00932: inconsistent datatypes", failures=9):
        settings = settings_for(filled, tmp_path, oracle_mapping_file=_mapped_to_view(tmp_path))
        with pytest.raises(
            SourceError, match=r"HDONPSINH\.HDN_HDON_HONG: kiểu cột khác khai báo \(ORA-00932"
        ) as refused:
            landed(source_for(settings), settings)
    assert not isinstance(refused.value, InterruptedSourceError)


def test_rows_that_do_not_come_though_they_were_counted_are_missed(filled: OracleServer, tmp_path: Path) -> None:
    settings = settings_for(filled, tmp_path)

    def lose_one(point: str, detail: str) -> None:
        if point == "oracle.read" and detail.startswith("HDONPSINH.HDN_HDON "):
            filled.change("delete from hdonpsinh.hdn_hdon where id_hdon = 803")

    try:
        with (
            listening(lose_one),
            pytest.raises(InputError, match="số dòng của bảng HDN_HDON: nguồn có 9, nhận được 8"),
        ):
            landed(source_for(settings), settings)
        assert manifests(settings) == ()
    finally:
        filled.fill(company_tables())


def test_the_reading_process_killed_at_points_of_its_work_costs_one_more_try(
    filled: OracleServer, tmp_path: Path, whole: Manifest
) -> None:
    points = _points(filled, tmp_path)
    step = len(points) // POINTS_IN_A_SLICE

    assert len(points) >= 50
    assert _unlike(filled, tmp_path, whole, points[::step]) == []


@pytest.mark.soak
def test_the_reading_process_killed_at_every_point_costs_one_more_try(
    filled: OracleServer, tmp_path: Path, whole: Manifest
) -> None:
    assert _unlike(filled, tmp_path, whole, _points(filled, tmp_path)) == []


def _points(server: OracleServer, home: Path) -> list[int]:
    """Every point that one landing reaches in the reading of CMIS, by number."""
    heard: list[str] = []
    settings = settings_for(server, home / "points")
    with listening(lambda point, _: heard.append(point) if point.startswith("oracle.") else None):
        landed(source_for(settings), settings)
    return list(range(len(heard)))


def _unlike(server: OracleServer, home: Path, whole: Manifest, points: list[int]) -> list[int]:
    """Points at which a killed reading process led to anything but the whole snapshot."""
    unlike = []
    for number in points:
        settings, reached = settings_for(server, home / f"kill-{number}"), 0

        def kill(point: str, detail: str, number: int = number) -> None:
            nonlocal reached
            if point.startswith("oracle."):
                reached += 1
                if reached == number + 1:
                    with suppress(ProcessLookupError):
                        os.kill(int(detail.rpartition(" ")[2]), signal.SIGKILL)

        with listening(kill):
            manifest = landed(source_for(settings), settings)
        if contents(manifest) != contents(whole):
            unlike.append(number)
    return unlike


def _mapped_to_view(folder: Path) -> Path:
    mapping = folder / "cmis.toml"
    mapping.write_text('[tables.HDN_HDON]\nname = "HDN_HDON_HONG"\n')
    return mapping


class failing_view:  # noqa: N801  # reads as a statement
    """A view over the bills of which the last row, in the first ``failures`` readings of rows, is an error."""

    def __init__(self, server: OracleServer, message: str, *, failures: int) -> None:
        self._server, self._message, self._failures = server, message, failures

    def __enter__(self) -> None:
        self._server.change(
            "create sequence hdonpsinh.lan_doc",
            f"""create function hdonpsinh.hong(ma varchar, id numeric) returns varchar language plpgsql volatile as $$
            begin
                if id = 803 and nextval('hdonpsinh.lan_doc') <= {self._failures} then
                    raise exception using errcode = 'P0001', message = '{self._message}';
                end if;
                return ma;
            end $$""",
            "create view hdonpsinh.hdn_hdon_hong as select id_hdon, ma_dviqly, ma_khang, ky, thang, nam, ngay_dky, "
            "ngay_cky, hdonpsinh.hong(loai_hdon, id_hdon) as loai_hdon, dien_tthu from hdonpsinh.hdn_hdon",
            "grant usage on schema hdonpsinh to public",
        )

    def __exit__(self, *_: object) -> None:
        self._server.change(
            "drop view hdonpsinh.hdn_hdon_hong", "drop function hdonpsinh.hong", "drop sequence hdonpsinh.lan_doc"
        )
