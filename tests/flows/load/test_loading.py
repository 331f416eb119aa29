from __future__ import annotations

import dataclasses
import subprocess
import sys
from datetime import UTC, date
from decimal import Decimal

import duckdb
import psycopg
import pytest

from flows.cmis.declaration import RAW_TABLES, Kind
from flows.landing import Manifest, landing_path
from flows.load import DuckDBWarehouse, PostgresWarehouse, Warehouse, load, open_warehouse
from phanky.errors import BuildError, BusyError, ConfigurationError, DamageError
from phanky.progress import listening
from phanky.settings import Settings, load_settings
from tests.flows.load.conftest import Ask, landed
from tests.memory_source import small_company

_COLUMNS = """
    select table_name, column_name, data_type, numeric_precision, numeric_scale
    from information_schema.columns where table_schema = 'raw' order by table_name, ordinal_position
"""
_TYPE_NAMES = {
    "duckdb": {Kind.CODE: "VARCHAR", Kind.TEXT: "VARCHAR", Kind.ID: "BIGINT", Kind.WHOLE: "INTEGER",
               Kind.QUANTITY: "DECIMAL(18,3)", Kind.DATE: "DATE", Kind.MOMENT: "TIMESTAMP"},
    "postgres": {Kind.CODE: "character varying", Kind.TEXT: "character varying", Kind.ID: "bigint",
                 Kind.WHOLE: "integer", Kind.QUANTITY: "numeric", Kind.DATE: "date",
                 Kind.MOMENT: "timestamp without time zone"},
}  # fmt: skip


def test_raw_holds_every_row_of_the_snapshot(
    manifest: Manifest, settings: Settings, warehouse: Warehouse, ask: Ask
) -> None:
    result = load(manifest, settings, warehouse)

    assert (result.changed, result.rows["raw.hdn_hdon"], result.rows["raw.hdn_hdon_dc"]) == (True, 9, 0)
    assert ask("select count(*), sum(dien_tthu), max(id_hdon) from raw.hdn_hdon") == [(9, Decimal("9004.500"), 803)]
    assert ask("select * from raw.hdn_hdon where id_hdon = 702") == [
        (702, "PC02AA", "PC02AA0000002", None, 1, 7, 2026, date(2026, 7, 1), date(2026, 7, 31), "TD",
         Decimal("1000.500"))
    ]  # fmt: skip


def test_raw_says_which_snapshot_it_holds(
    manifest: Manifest, settings: Settings, warehouse: Warehouse, ask: Ask
) -> None:
    load(manifest, settings, warehouse)

    taken = manifest.taken_at.astimezone(UTC).replace(tzinfo=None)
    assert ask("select * from raw.snapshot") == [(manifest.snapshot_id, "memory", date(2026, 9, 5), taken)]
    assert ask("select snapshot_id, files from raw_ledger.loads") == [(manifest.snapshot_id, 12)]


def test_every_declared_table_is_there_with_its_types(
    manifest: Manifest, settings: Settings, warehouse: Warehouse, ask: Ask
) -> None:
    load(manifest, settings, warehouse)

    names = _TYPE_NAMES[warehouse.kind]
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind, precision, scale in ask(_COLUMNS):
        found.setdefault(table, []).append((column, kind))
        if kind.startswith(("numeric", "DECIMAL")):
            assert (precision, scale) == (18, 3)
    assert found.pop("snapshot")
    assert found == {t.name.lower(): [(c.name.lower(), names[c.kind]) for c in t.columns] for t in RAW_TABLES}


def test_loading_the_loaded_snapshot_changes_nothing(
    manifest: Manifest, settings: Settings, warehouse: Warehouse, ask: Ask
) -> None:
    load(manifest, settings, warehouse)
    before = ask("select * from raw_ledger.loads"), ask("select * from raw.hdn_hdon order by id_hdon")

    assert load(manifest, settings, warehouse).changed is False
    assert (ask("select * from raw_ledger.loads"), ask("select * from raw.hdn_hdon order by id_hdon")) == before


def test_a_dropped_relation_is_loaded_again(
    manifest: Manifest, settings: Settings, warehouse: Warehouse, ask: Ask
) -> None:
    load(manifest, settings, warehouse)
    if isinstance(warehouse, DuckDBWarehouse):
        with duckdb.connect(str(warehouse.file)) as embedded:
            embedded.execute("drop view raw.hdg_diem_do")
    else:
        with psycopg.connect(warehouse.conninfo) as server:
            server.execute("drop table raw.hdg_diem_do")

    assert load(manifest, settings, warehouse).changed is True
    assert ask("select count(*) from raw.hdg_diem_do") == [(3,)]


def test_one_snapshot_replaces_another_and_may_come_back(settings: Settings, warehouse: Warehouse, ask: Ask) -> None:
    first = landed(settings, small_company())
    company = small_company()
    company["HDN_HDON"][0]["DIEN_TTHU"] = Decimal(5)
    second = landed(settings, company)
    sums = []
    for manifest in (first, second, first):
        assert load(manifest, settings, warehouse).changed is True
        sums += ask("select snapshot_id, sum(dien_tthu) from raw.hdn_hdon, raw.snapshot group by 1")

    assert sums == [
        (first.snapshot_id, Decimal("9004.500")),
        (second.snapshot_id, Decimal("8009.000")),
        (first.snapshot_id, Decimal("9004.500")),
    ]


@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
def test_postgresql_copies_only_the_tables_whose_files_changed(settings: Settings, warehouse: Warehouse) -> None:
    company = small_company()
    load(landed(settings, company), settings, warehouse)
    company["HDN_HDON"][0]["DIEN_TTHU"] = Decimal(5)
    copied: list[str] = []

    with listening(lambda point, name: copied.append(name) if point == "load.table" else None):
        load(landed(settings, company), settings, warehouse)
    assert copied == ["HDN_HDON"]


@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
def test_a_table_that_lost_rows_in_postgresql_is_copied_again(
    settings: Settings, warehouse: Warehouse, ask: Ask
) -> None:
    assert isinstance(warehouse, PostgresWarehouse)
    company = small_company()
    load(landed(settings, company), settings, warehouse)
    with psycopg.connect(warehouse.conninfo) as server:
        server.execute("delete from raw.hdg_diem_do")
    company["HDN_HDON"][0]["DIEN_TTHU"] = Decimal(5)

    load(landed(settings, company), settings, warehouse)
    assert ask("select count(*) from raw.hdg_diem_do") == [(3,)]


def test_a_damaged_landing_file_is_named_and_nothing_is_loaded(
    manifest: Manifest, settings: Settings, warehouse: Warehouse, ask: Ask
) -> None:
    load(manifest, settings, warehouse)
    company = small_company()
    company["HDN_HDON"][0]["DIEN_TTHU"] = Decimal(5)
    other = landed(settings, company)
    path = landing_path(settings, other.files_of("HDN_HDON")[0])
    content = bytearray(path.read_bytes())
    content[60] ^= 1
    path.write_bytes(content)

    with pytest.raises(DamageError, match=path.name):
        load(other, settings, warehouse)
    assert ask("select sum(dien_tthu) from raw.hdn_hdon") == [(Decimal("9004.500"),)]


def test_a_load_that_fails_leaves_the_snapshot_before(
    manifest: Manifest, settings: Settings, warehouse: Warehouse, ask: Ask
) -> None:
    load(manifest, settings, warehouse)
    company = small_company()
    company["HDN_HDON"][0]["DIEN_TTHU"] = Decimal(5)
    other = landed(settings, company)

    def fail(point: str, _: str) -> None:
        if point == "load.before_commit":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), listening(fail):
        load(other, settings, warehouse)
    assert ask("select snapshot_id from raw.snapshot") == [(manifest.snapshot_id,)]
    assert ask("select sum(dien_tthu) from raw.hdn_hdon") == [(Decimal("9004.500"),)]


def test_a_snapshot_with_columns_of_another_version_is_refused(
    manifest: Manifest, settings: Settings, warehouse: Warehouse
) -> None:
    old = dataclasses.replace(manifest, layout="000000000000")

    with pytest.raises(BuildError, match="bố cục cột của phiên bản khác"):
        load(old, settings, warehouse)


@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
def test_text_sorts_by_code_point_on_postgresql_too(settings: Settings, warehouse: Warehouse, ask: Ask) -> None:
    company = small_company()
    for row, name in zip(company["HDG_KHACH_HANG"], ["Đ", "a", "B"], strict=True):
        row["TEN_KHANG"] = name
    load(landed(settings, company), settings, warehouse)

    assert ask("select ten_khang from raw.hdg_khach_hang order by ten_khang") == [("B",), ("a",), ("Đ",)]
    # The server of these tests sorts like that anyway; one with another collation has to be told by column.
    assert ask(
        "select distinct collation_name from information_schema.columns "
        "where table_schema = 'raw' and data_type = 'character varying' and table_name <> 'snapshot'"
    ) == [("C",)]


@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
def test_a_session_that_the_server_ends_is_told_and_rolled_back(
    manifest: Manifest, settings: Settings, warehouse: PostgresWarehouse, ask: Ask
) -> None:
    def end_other_sessions(point: str, detail: str) -> None:
        if (point, detail) == ("load.table", "HDN_HDON"):
            ask("select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()")  # fmt: skip

    with pytest.raises(BuildError, match="Không nạp được vào PostgreSQL"), listening(end_other_sessions):
        load(manifest, settings, warehouse)
    assert ask("select count(*) from information_schema.tables where table_schema = 'raw'") == [(0,)]
    assert load(manifest, settings, warehouse).changed is True


@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
def test_an_account_without_rights_is_told_what_to_grant(
    manifest: Manifest, settings: Settings, warehouse: PostgresWarehouse
) -> None:
    with psycopg.connect(warehouse.conninfo) as server:
        server.execute("create role reader login")
    try:
        dsn = f"host={warehouse.host} dbname={warehouse.dbname} user=reader"
        limited = load_settings(home=settings.home, postgres_dsn=dsn)
        with open_warehouse(limited, "postgres") as opened, pytest.raises(ConfigurationError, match="quyền CREATE"):
            load(manifest, settings, opened)
    finally:
        with psycopg.connect(warehouse.conninfo) as server:
            server.execute("drop role reader")


@pytest.mark.parametrize("settings", ["duckdb"], indirect=True)
def test_landing_that_moved_is_followed(manifest: Manifest, settings: Settings, warehouse: DuckDBWarehouse) -> None:
    load(manifest, settings, warehouse)
    home = settings.home.with_name("moved")
    settings.home.rename(home)
    moved = load_settings(home=home)

    with open_warehouse(moved, "duckdb") as opened:
        assert load(manifest, moved, opened).changed is True
    with duckdb.connect(str(moved.warehouse_file)) as embedded:
        assert embedded.execute("select count(*) from raw.hdn_hdon").fetchall() == [(9,)]


@pytest.mark.parametrize("settings", ["duckdb"], indirect=True)
def test_a_warehouse_file_that_another_process_holds_is_told(
    manifest: Manifest, settings: Settings, warehouse: DuckDBWarehouse
) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c",
         "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()",
         str(warehouse.file)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(BusyError, match="tiến trình khác"):
            load(manifest, settings, warehouse)
    finally:
        holder.communicate()


@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
def test_views_of_an_earlier_build_do_not_hold_the_next_snapshot_up(
    manifest: Manifest, settings: Settings, warehouse: PostgresWarehouse, ask: Ask
) -> None:
    load(manifest, settings, warehouse)
    with psycopg.connect(warehouse.conninfo) as server:
        server.execute("create schema staging")
        server.execute("create view staging.bills as select * from raw.hdn_hdon")
    company = small_company()
    company["HDN_HDON"][0]["DIEN_TTHU"] = Decimal(5)

    assert load(landed(settings, company), settings, warehouse).changed is True
    assert ask("select sum(dien_tthu) from raw.hdn_hdon") == [(Decimal("8009.000"),)]
