from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from flows.load import PostgresWarehouse, open_warehouse
from flows.load.private_server import processes_in
from phanky.errors import BuildError, ConfigurationError
from phanky.settings import load_settings


def private(home: Path) -> PostgresWarehouse:
    """A private server, started and stopped; what it said about itself."""
    with open_warehouse(load_settings(home=home, memory_limit_gb=0.5), "postgres") as warehouse:
        assert isinstance(warehouse, PostgresWarehouse)
        return warehouse


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an installation whose private server has run before."""
    made = tmp_path_factory.mktemp("home")
    private(made)
    return made


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    """A process that has nothing to do with PostgreSQL."""
    process = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    yield process
    process.communicate()


def test_a_private_server_runs_inside_the_block_only(home: Path) -> None:
    with open_warehouse(load_settings(home=home, memory_limit_gb=0.5), "postgres") as warehouse:
        assert isinstance(warehouse, PostgresWarehouse)
        assert warehouse.is_private
        assert processes_in(home / "postgres")
        with psycopg.connect(warehouse.conninfo) as server:
            answered = server.execute(
                "select current_database(), current_setting('listen_addresses'), current_setting('statement_timeout'), "
                "current_setting('fsync'), datcollate from pg_database where datname = current_database()"
            ).fetchall()
    assert answered == [("phanky", "", "30min", "on", "C")]
    assert processes_in(home / "postgres") == []


def test_a_private_server_stops_when_the_run_fails(home: Path) -> None:
    with pytest.raises(KeyboardInterrupt), open_warehouse(load_settings(home=home), "postgres"):
        raise KeyboardInterrupt
    assert processes_in(home / "postgres") == []


def test_nobody_else_may_enter_the_folder_of_its_socket(home: Path) -> None:
    assert Path(private(home).host).stat().st_mode & 0o077 == 0


def test_a_home_with_a_long_name_gets_its_socket_elsewhere(tmp_path: Path) -> None:
    long = tmp_path / ("a" * 90)

    folder = Path(private(long).host)

    assert len(str(folder)) < 88
    assert not folder.exists()


def test_a_number_that_now_belongs_to_somebody_else_is_left_alone(home: Path, sleeper: subprocess.Popen[bytes]) -> None:
    stale = home / "postgres" / "postmaster.pid"
    stale.write_text(f"{sleeper.pid}\n{home / 'postgres'}\n1700000000\n5432\n\n\n  1 1\nready   \n", encoding="utf-8")

    private(home)

    assert sleeper.poll() is None


def test_a_data_folder_that_was_never_finished_is_made_again(tmp_path: Path) -> None:
    half = tmp_path / "postgres.new-x7"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n", encoding="utf-8")

    private(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["postgres"]


def test_a_damaged_data_folder_is_named(tmp_path: Path) -> None:
    private(tmp_path)
    (tmp_path / "postgres" / "global" / "pg_control").write_bytes(b"\0" * 8192)

    with pytest.raises(BuildError, match="Không khởi động được PostgreSQL riêng") as failed:
        private(tmp_path)
    assert str(tmp_path / "postgres" / "server.log") in str(failed.value)


def test_the_embedded_warehouse_needs_no_server(tmp_path: Path) -> None:
    with open_warehouse(load_settings(home=tmp_path, memory_limit_gb=2), "duckdb") as warehouse:
        assert (warehouse.kind, warehouse.memory_limit) == ("duckdb", "2.0GB")  # type: ignore[union-attr]
    assert list(tmp_path.iterdir()) == []


def test_a_configured_server_is_used_with_its_parameters(tmp_path: Path, postgres_database: str) -> None:
    settings = load_settings(home=tmp_path, postgres_dsn=f"{postgres_database}&application_name=kiem-soat")

    with open_warehouse(settings, "postgres") as warehouse:
        assert isinstance(warehouse, PostgresWarehouse)
        assert (warehouse.user, warehouse.port, warehouse.is_private) == ("postgres", 5432, False)
        assert warehouse.dbname.startswith("test_")
        assert warehouse.extras == {"application_name": "kiem-soat"}
        with psycopg.connect(warehouse.conninfo) as server:
            assert server.execute("show lock_timeout").fetchall() == [("1min",)]
    assert not (tmp_path / "postgres").exists()


def test_a_password_is_never_shown(postgres_database: str, tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path, postgres_dsn=postgres_database.replace("postgres:@", "postgres:bi-mat@"))

    with open_warehouse(settings, "postgres") as warehouse:
        assert "bi-mat" not in repr(warehouse)
        assert warehouse.password == "bi-mat"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("postgresql://a:bi-mat@x y z", "PHANKY_POSTGRES_DSN không đúng dạng"),
        ("postgresql://may-chu/kho", "PHANKY_POSTGRES_DSN thiếu user"),
        ("postgresql://a:bi-mat@may-chu", "PHANKY_POSTGRES_DSN thiếu dbname"),
        ("postgresql://a:bi-mat@may-chu.invalid/kho", "Không kết nối được PostgreSQL may-chu.invalid:5432/kho"),
    ],
)
def test_a_wrong_address_is_explained_without_its_password(tmp_path: Path, address: str, message: str) -> None:
    settings = load_settings(home=tmp_path, postgres_dsn=address)

    with pytest.raises(ConfigurationError) as refused, open_warehouse(settings, "postgres"):
        pass
    assert str(refused.value).startswith(message)
    assert "bi-mat" not in str(refused.value)


def test_a_database_that_does_not_exist_is_a_matter_of_configuration(tmp_path: Path, postgres_url: str) -> None:
    settings = load_settings(home=tmp_path, postgres_dsn=postgres_url.replace("/postgres?", "/khong_co?"))

    with pytest.raises(ConfigurationError, match="khong_co"), open_warehouse(settings, "postgres"):
        pass


def test_a_server_that_does_not_answer_is_no_matter_of_configuration(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    settings = load_settings(home=tmp_path, postgres_dsn=f"postgresql://a:b@127.0.0.1:{port}/kho")

    with pytest.raises(BuildError, match="Kiểm tra máy chủ"), open_warehouse(settings, "postgres"):
        pass


def test_a_database_of_another_encoding_is_refused(tmp_path: Path, postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute("create database latin template template0 encoding 'LATIN1' locale 'C'")
    try:
        settings = load_settings(home=tmp_path, postgres_dsn=postgres_url.replace("/postgres?", "/latin?"))
        with pytest.raises(ConfigurationError, match="LATIN1"), open_warehouse(settings, "postgres"):
            pass
    finally:
        with psycopg.connect(postgres_url, autocommit=True) as server:
            server.execute("drop database latin with (force)")
