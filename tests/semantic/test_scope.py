"""Whatever SQL comes through a scope, nothing of another unit comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from phanky.errors import PhankyError, UsageError
from phanky.identity import Identity, of_units, whole_company
from semantic import FileReceipt, MartReceipt, Release, Room, Shelf, open_release
from semantic.instance import load_instance
from tests.marts import House

VERDICTS = "phanky.marts.fct_reading_period_compliance"
FOREIGN = ("PC02BB0000001", "Khách của đơn vị khác", "SỔ BÍ MẬT")
EVERYTHING = f"""
    SELECT customer_id, book_codes, customer_name
    FROM {VERDICTS} LEFT JOIN phanky.marts.dim_customers USING (customer_id)
"""


@pytest.fixture(scope="module", params=[2_000, 0], ids=["in memory", "in a file"])
def dong_ha(two_units: House, request: pytest.FixtureRequest) -> Iterator[Release]:
    """The release as the director of Đông Hà sees it, his rows in memory and, as if they were too many, in a file."""
    room = Room.under(two_units.home, request.param)
    with open_release(of_units("giám đốc Đông Hà", "PC02AA"), home=two_units.home, room=room) as opened:
        yield opened


def seen(release: Release, sql: str) -> str:
    """All that a query brings to light, its error included."""
    try:
        return str(release.select(sql).to_pylist())
    except PhankyError as error:
        return str(error)


def foreign_file(house: House) -> Path:
    shelf = Shelf(house.home)
    folder = shelf.release_folder(shelf.resolve()) / "marts" / "fct_reading_period_compliance"
    return folder / "managing_unit_code=PC02BB" / "data.parquet"


def test_the_limit_matters_for_without_it_the_foreign_rows_are_there(two_units: House, dong_ha: Release) -> None:
    with open_release(whole_company("trưởng phòng"), home=two_units.home) as everybody:
        assert all(secret in seen(everybody, EVERYTHING) for secret in FOREIGN)
    assert not any(secret in seen(dong_ha, EVERYTHING) for secret in FOREIGN)
    assert "PC02AA0000001" in seen(dong_ha, EVERYTHING)


@pytest.mark.parametrize(
    ("identity", "customers"),
    [
        (of_units("a", "PC02AA"), ["PC02AA0000001", "PC02AA0000002"]),
        (of_units("b", "PC02BB"), ["PC02BB0000001"]),
        (of_units("ab", "PC02AA", "PC02BB"), ["PC02AA0000001", "PC02AA0000002", "PC02BB0000001"]),
        (Identity("không ai", frozenset()), []),
        (of_units("lạ", "PC02AA/../managing_unit_code=PC02BB"), []),
        (whole_company("tất cả"), ["PC02AA0000001", "PC02AA0000002", "PC02BB0000001"]),
    ],
)
def test_an_identity_sees_the_customers_of_its_units(
    two_units: House, identity: Identity, customers: list[str]
) -> None:
    with open_release(identity, home=two_units.home) as opened:
        found = opened.rows("dim_customers", ["customer_id"]).column(0).to_pylist()
        assert found == customers


READS_A_FILE = [
    "SELECT * FROM read_parquet('{file}')",
    "SELECT * FROM '{file}'",
    "SELECT * FROM parquet_scan('{file}')",
    "SELECT * FROM parquet_metadata('{file}')",
    "SELECT * FROM read_blob('{file}')",
    "SELECT * FROM read_text('{folder}/receipt.json')",
    "SELECT * FROM read_json('{folder}/receipt.json')",
    "SELECT * FROM read_csv('{folder}/receipt.json')",
    "SELECT * FROM glob('{folder}/**')",
    "SELECT * FROM query('SELECT * FROM read_parquet(''{file}'')')",
    "SELECT * FROM read_duckdb('{home}/warehouse.duckdb')",
    "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM read_parquet(''{file}'')'))",
]


@pytest.mark.parametrize("sql", READS_A_FILE)
def test_no_file_can_be_read(two_units: House, dong_ha: Release, sql: str) -> None:
    file = foreign_file(two_units)
    attack = sql.format(file=file, folder=file.parents[3], home=two_units.home)

    with pytest.raises(UsageError, match="file system operations are disabled"):
        dong_ha.select(attack)


@pytest.mark.parametrize("sql", [sql for sql in READS_A_FILE if "parquet" in sql and "metadata" not in sql])
def test_those_attacks_would_work_on_an_instance_without_the_lock(two_units: House, sql: str) -> None:
    attack = sql.format(file=foreign_file(two_units), folder="", home="")
    with duckdb.connect(":memory:") as unguarded:
        assert "SỔ BÍ MẬT" in str(unguarded.sql(attack).to_arrow_table().to_pylist())


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM duckdb_views() WHERE NOT internal",
        "SELECT * FROM duckdb_tables()",
        "SELECT * FROM duckdb_databases()",
        "SELECT * FROM duckdb_columns() WHERE schema_name = 'marts'",
        "SELECT * FROM duckdb_external_file_cache()",
        "SELECT * FROM duckdb_logs()",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM duckdb_variables()",
        "SELECT * FROM duckdb_prepared_statements()",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM duckdb_extensions()",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM pg_catalog.pg_class",
        "SELECT * FROM information_schema.columns",
        "SELECT getvariable('units'), getvariable('files')",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM pragma_storage_info('phanky.marts.fct_reading_period_compliance')",
        "SELECT * FROM memory.main.fct_reading_period_compliance",
        "SELECT * FROM raw.hdn_hdon",
        "SHOW ALL TABLES",
        f"SUMMARIZE {VERDICTS}",
        f"DESCRIBE {VERDICTS}",
        f"SELECT * FROM query_table('{VERDICTS}')",
        f"SELECT stats(customer_id), stats(book_codes) FROM {VERDICTS}",
        f"SELECT CAST(customer_id AS INTEGER) FROM {VERDICTS}",
        f"SELECT error(string_agg(customer_id || book_codes)) FROM {VERDICTS}",
        f"SELECT rowid, * FROM {VERDICTS} WHERE rowid > 1",
    ],
)
def test_the_catalogue_and_the_process_tell_nothing_foreign(two_units: House, dong_ha: Release, sql: str) -> None:
    answer = seen(dong_ha, sql)

    assert not any(secret in answer for secret in (*FOREIGN, "PC02BB"))
    # Where the scope's own file stands may be told: it holds what the reader may see anyway.
    assert str(two_units.home) not in re.sub(r"[^' ]*/opened/[0-9a-f]{32}\.duckdb", "", answer)


def test_the_file_of_a_scope_too_large_for_memory_holds_no_foreign_row(two_units: House, tmp_path: Path) -> None:
    room = Room(tmp_path, memory_mb=0)
    with open_release(of_units("giám đốc Đông Hà", "PC02AA"), home=two_units.home, room=room):
        (file,) = tmp_path.glob("*.duckdb")

    with duckdb.connect(str(file), read_only=True) as bare:
        held = bare.sql("SELECT DISTINCT managing_unit_code FROM marts.dim_customers").fetchall()

    assert held == [("PC02AA",)]
    assert tmp_path.stat().st_mode & 0o077 == 0 or file.stat().st_mode & 0o077 == 0


READS_ANOTHER_FILE = [sql for sql in READS_A_FILE if "receipt" in sql or "warehouse" in sql or "glob" in sql]


@pytest.fixture(scope="module")
def in_place(two_units: House) -> Iterator[Release]:
    """The release as the whole company sees it when its rows are too many for memory: in its own files."""
    room = Room.under(two_units.home, 0)
    with open_release(whole_company("trưởng phòng"), home=two_units.home, room=room) as opened:
        assert opened.is_in_place
        yield opened


def test_the_whole_company_too_large_for_memory_is_read_in_the_releases_own_files(
    two_units: House, in_place: Release
) -> None:
    with open_release(whole_company("trưởng phòng"), home=two_units.home) as in_memory:
        assert not in_memory.is_in_place
        assert in_place.rows("fct_reading_period_compliance") == in_memory.rows("fct_reading_period_compliance")
    assert not list((two_units.home / "opened").glob("*.partial"))


@pytest.mark.parametrize("sql", READS_ANOTHER_FILE)
def test_in_place_no_file_but_those_of_the_marts_can_be_read(two_units: House, in_place: Release, sql: str) -> None:
    file = foreign_file(two_units)
    (two_units.home / "warehouse.duckdb").touch()

    with pytest.raises(UsageError, match="file system operations are disabled"):
        in_place.select(sql.format(file=file, folder=file.parents[3], home=two_units.home))


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO '{file}' (FORMAT parquet)",
        "CREATE OR REPLACE VIEW phanky.marts.dim_customers AS SELECT 1 AS customer_id",
        "DROP VIEW phanky.marts.dim_customers",
        "SET allowed_directories = ['/']",
        "SET enable_external_access = true",
        "ATTACH '{file}' AS other",
    ],
)
def test_in_place_the_files_cannot_be_written_nor_the_views_replaced(
    two_units: House, in_place: Release, sql: str
) -> None:
    file = foreign_file(two_units)
    everything = f"{EVERYTHING} ORDER BY ALL"
    before, rows = file.read_bytes(), in_place.select(everything)

    with pytest.raises(UsageError, match="đúng một câu lệnh SELECT"):
        in_place.select(sql.format(file=file))

    assert file.read_bytes() == before
    assert in_place.select(everything) == rows


@pytest.mark.parametrize("units", [("PC02AA",), ("PC02AA", "PC02BB")])
def test_who_sees_some_units_alone_never_reads_the_releases_files(two_units: House, units: tuple[str, ...]) -> None:
    """Behind a view stands a path, and a row that lies in the wrong file would be foreign."""
    with open_release(of_units("giám đốc", *units), home=two_units.home, room=Room.under(two_units.home, 0)) as opened:
        assert not opened.is_in_place
        assert opened.select("SELECT count(*) AS n FROM duckdb_views() WHERE NOT internal").to_pylist() == [{"n": 0}]
        with pytest.raises(UsageError, match="file system operations are disabled"):
            opened.select("SELECT * FROM read_parquet(?)", [str(foreign_file(two_units))])


def test_two_scopes_too_large_for_memory_have_a_file_each(two_units: House, tmp_path: Path) -> None:
    room = Room(tmp_path, memory_mb=0)
    for identity in (of_units("a", "PC02AA"), of_units("b", "PC02BB"), of_units("cũng a", "PC02AA")):
        with open_release(identity, home=two_units.home, room=room) as opened:
            units = opened.select("SELECT DISTINCT managing_unit_code FROM phanky.marts.dim_customers").to_pylist()
            assert [row["managing_unit_code"] for row in units] == sorted(identity.units or ())

    assert len(list(tmp_path.glob("*.duckdb"))) == 2


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO '{out}'",
        f"COPY {VERDICTS} TO '{{out}}' (FORMAT parquet)",
        "EXPORT DATABASE '{out}'",
        "IMPORT DATABASE '{out}'",
        "ATTACH '{home}/warehouse.duckdb' AS warehouse",
        "DETACH phanky",
        "USE memory",
        "PRAGMA database_list",
        "PRAGMA enable_profiling",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "INSTALL httpfs",
        "LOAD httpfs",
        "CALL enable_logging()",
        f"DROP TABLE {VERDICTS}",
        f"DELETE FROM {VERDICTS}",
        f"UPDATE {VERDICTS} SET verdict = 'dung'",
        f"INSERT INTO {VERDICTS} SELECT * FROM {VERDICTS}",
        "CREATE TABLE phanky.marts.mine (x INTEGER)",
        f"CREATE OR REPLACE VIEW mine AS SELECT * FROM {VERDICTS}",
        "CREATE SECRET (TYPE s3)",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "DEALLOCATE p",
        "BEGIN",
        "CHECKPOINT",
        "VACUUM",
        "EXPLAIN ANALYZE SELECT 1",
        "SELECT 1; SELECT 2",
        f"SELECT 1; DROP TABLE {VERDICTS}",
        "",
        "-- không có gì",
        "SELEC 1",
    ],
)
def test_anything_but_one_select_is_refused_and_leaves_nothing_behind(
    two_units: House, dong_ha: Release, tmp_path: Path, sql: str
) -> None:
    out = tmp_path / "out"
    before = dong_ha.select(EVERYTHING)

    with pytest.raises(UsageError):
        dong_ha.select(sql.format(out=out, home=two_units.home))

    assert not out.exists()
    assert dong_ha.select(EVERYTHING) == before


@pytest.mark.parametrize(
    "writing",
    [
        f"DELETE FROM {VERDICTS} RETURNING customer_id",
        f"UPDATE {VERDICTS} SET verdict = 'dung' RETURNING customer_id",
        f"INSERT INTO {VERDICTS} SELECT * FROM {VERDICTS} RETURNING customer_id",
    ],
)
def test_a_select_that_writes_on_the_way_leaves_the_rows_that_other_readers_see(dong_ha: Release, writing: str) -> None:
    before = dong_ha.select(EVERYTHING)

    with pytest.raises(UsageError, match="read-only mode"):
        dong_ha.select(f"WITH changed AS ({writing}) SELECT * FROM changed")

    assert dong_ha.select(EVERYTHING) == before


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM enable_logging()",
        "SELECT * FROM enable_profiling(save_location := '{out}')",
        "SELECT * FROM query('CREATE TABLE mine AS SELECT 1')",
    ],
)
def test_functions_that_change_settings_are_locked(dong_ha: Release, tmp_path: Path, sql: str) -> None:
    out = tmp_path / "out"
    with pytest.raises(UsageError, match=r"configuration has been locked|single SELECT"):
        dong_ha.select(sql.format(out=out))
    assert not out.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_parquet(?)",
        "SELECT * FROM read_text(?)",
        "SELECT * FROM read_csv(?)",
        "SELECT * FROM glob(?)",
    ],
)
def test_a_parameter_opens_no_file_either(two_units: House, dong_ha: Release, sql: str) -> None:
    with pytest.raises(UsageError, match="file system operations are disabled"):
        dong_ha.select(sql, [str(foreign_file(two_units))])


def test_a_parameter_is_a_value_and_never_sql(dong_ha: Release) -> None:
    text = f"x' UNION SELECT customer_id FROM {VERDICTS} --"
    assert dong_ha.select("SELECT ? AS said", [text]).to_pylist() == [{"said": text}]
    assert dong_ha.select("SELECT $name AS said", {"name": text}).to_pylist() == [{"said": text}]
    with pytest.raises(UsageError):
        dong_ha.select("SELECT * FROM ?", [VERDICTS])


def test_the_environment_of_the_process_cannot_be_read(dong_ha: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHANKY_SECRET", "mật khẩu của kho")
    assert "mật khẩu của kho" not in seen(dong_ha, "SELECT getenv('PHANKY_SECRET')")


@pytest.mark.parametrize("sql", ["SELECT '\ud800'", None, 5, b"SELECT 1"])
def test_what_is_no_text_is_refused(dong_ha: Release, sql: Any) -> None:
    with pytest.raises(UsageError, match="phải là một chuỗi Unicode"):
        dong_ha.select(sql)


def test_a_query_cannot_name_a_variable_of_the_process(tmp_path: Path) -> None:
    """DuckDB looks for unknown tables among the Python variables of whoever calls it."""
    foreign_rows = pa.table({"customer_id": ["PC02BB0000001"]})
    sql = "SELECT * FROM foreign_rows"

    with duckdb.connect(":memory:") as unguarded:
        assert unguarded.sql(sql).to_arrow_table() == foreign_rows
    with load_instance(tmp_path, [], whole_company("x")) as guarded, pytest.raises(duckdb.CatalogException):
        guarded.sql(sql)


def test_a_row_that_lies_in_a_foreign_folder_is_not_loaded(two_units: House, tmp_path: Path) -> None:
    """The folders are one fence, the condition on the column another."""
    misplaced = tmp_path / "marts/m/managing_unit_code=PC02AA/data.parquet"
    misplaced.parent.mkdir(parents=True)
    duckdb.sql(f"COPY (SELECT 'PC02BB' AS managing_unit_code) TO '{misplaced}' (FORMAT parquet)")
    file = FileReceipt(misplaced.relative_to(tmp_path).as_posix(), "", misplaced.stat().st_size)
    mart = MartReceipt("m", "unit", (), 1, "", (("managing_unit_code", "VARCHAR"),), (file,))

    with load_instance(tmp_path, [mart], of_units("a", "PC02AA")) as connection:
        assert connection.sql("SELECT count(*) FROM phanky.marts.m").fetchall() == [(0,)]
    with load_instance(tmp_path, [mart], of_units("b", "PC02AA", "PC02BB")) as connection:
        assert connection.sql("SELECT count(*) FROM phanky.marts.m").fetchall() == [(1,)]
