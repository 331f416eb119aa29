"""Both engines give the same Arrow types, the same rows and the same content hash."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import duckdb
import psycopg
import pyarrow as pa
import pytest

from flows.publish import MartReader, MartSpec, duckdb_reader, postgres_reader, publish
from phanky.errors import BuildError
from semantic import Shelf
from tests.marts import CODE, COLUMNS, SPECS, TESTS, House, case, manifest, rows_of, snapshot, too_few, warehouse

ROWS = rows_of(
    [
        case("PC02AA0000001", kwh_month_1=Decimal("-1234567890123.456"), book_codes="Sổ ‘một’, \\x09 \t và dài"),
        too_few("PC02AA0000002", agreement_document="", average_kwh=Decimal("0.10")),
        too_few("PC02BB0000001", window_kwh=Decimal("9007199254740.993"), is_provisional=True),
    ],
    dim_snapshot=[snapshot(manifest().snapshot_id, manifest().as_of)],
)


@pytest.fixture(scope="module")
def warehouse_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rows in DuckDB."""
    return warehouse(tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb", ROWS)


@pytest.fixture(scope="module")
def postgres_marts(postgres_url: str) -> Iterator[str]:
    """The same rows in PostgreSQL, put in backwards."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA marts")
        for mart, columns in COLUMNS.items():
            connection.execute(f"CREATE TABLE marts.{mart} ({columns})")  # type: ignore[arg-type]
            for row in reversed(ROWS[mart]):
                places = ", ".join(["%s"] * len(row))
                connection.execute(  # type: ignore[call-overload]
                    f"INSERT INTO marts.{mart} ({', '.join(row)}) VALUES ({places})", list(row.values())
                )
        yield postgres_url
        connection.execute("DROP SCHEMA marts CASCADE")


@pytest.fixture
def readers(warehouse_file: Path, postgres_marts: str) -> Iterator[tuple[MartReader, MartReader]]:
    """DuckDB and PostgreSQL."""
    with ExitStack() as stack:
        yield stack.enter_context(duckdb_reader(warehouse_file)), stack.enter_context(postgres_reader(postgres_marts))


def taken(reader: MartReader, mart: str) -> pa.Table:
    """What publishing takes of a mart."""
    with duckdb.connect(":memory:") as bench, reader.offered(mart, bench) as offer:
        return bench.sql(offer.sql).to_arrow_table()


@pytest.mark.parametrize("mart", list(COLUMNS))
def test_a_mart_reads_alike_from_both_engines(readers: tuple[MartReader, MartReader], mart: str) -> None:
    spec = next(spec for spec in SPECS if spec.name == mart)
    first, second = (taken(reader, mart) for reader in readers)

    assert first.schema == second.schema
    order = [(column, "ascending") for column in spec.grain]
    assert first.sort_by(order).to_pylist() == second.sort_by(order).to_pylist()
    assert first.num_rows == len(ROWS[mart])


def test_decimals_dates_and_moments_keep_their_exact_types(readers: tuple[MartReader, MartReader]) -> None:
    for reader in readers:
        schema = taken(reader, "fct_reading_period_compliance").schema
        assert schema.field("average_kwh").type == pa.decimal128(18, 2)
        assert schema.field("window_kwh").type == pa.decimal128(18, 3)
        assert schema.field("window_days").type == pa.int32()
        assert taken(reader, "dim_customers").schema.field("first_date").type == pa.date32()
        assert taken(reader, "dim_snapshot").schema.field("taken_at").type == pa.timestamp("us")


def test_releases_of_both_engines_have_the_same_hashes(readers: tuple[MartReader, MartReader], tmp_path: Path) -> None:
    receipts = []
    for reader in readers:
        house = House(tmp_path / reader.target)
        published = publish(reader, house.settings, manifest=manifest(), marts=SPECS, tests=TESTS, code=CODE)
        receipts.append(Shelf(house.home).receipt(published.release_id))
    duck, postgres = receipts

    assert (duck.target, postgres.target) == ("duckdb", "postgres")
    assert duck.release_id == postgres.release_id
    assert [mart.content_hash for mart in duck.marts] == [mart.content_hash for mart in postgres.marts]


def test_the_content_hash_of_known_rows_stays_what_it_is() -> None:
    """Written down: another DuckDB, engine or layout must come to the same."""
    from flows.publish.content import content_hash

    with duckdb.connect(":memory:") as connection:
        connection.execute("CREATE TABLE mart (code VARCHAR, kwh DECIMAL(18,3), day DATE, is_right BOOLEAN)")
        connection.execute(
            "INSERT INTO mart VALUES ('Đông Hà', 12.5, DATE '2026-11-24', true), (NULL, -0.001, NULL, false)"
        )
        columns = (("code", "VARCHAR"), ("kwh", "DECIMAL(18,3)"), ("day", "DATE"), ("is_right", "BOOLEAN"))
        assert content_hash(connection, "mart", "dim_example", columns) == expected_hash()


def expected_hash() -> str:
    """The same by hand, from the definition."""
    import hashlib

    texts = ["Đông Hà\x1f12.500\x1f2026-11-24\x1ftrue", "\x00\x1f-0.001\x1f\x00\x1ffalse"]
    # DuckDB reads the digest as a little-endian number.
    numbers = [int.from_bytes(hashlib.md5(text.encode()).digest(), "little") for text in texts]
    high, low = sum(number >> 64 for number in numbers), sum(number & (2**64 - 1) for number in numbers)
    lines = [
        "dim_example",
        "code VARCHAR",
        "kwh DECIMAL(18,3)",
        "day DATE",
        "is_right BOOLEAN",
        "2",
        str(high),
        str(low),
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def test_smallint_is_widened_and_a_number_without_a_scale_is_refused(postgres_database: str) -> None:
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA marts")
        connection.execute("CREATE TABLE marts.small AS SELECT 3::smallint AS periods")
        connection.execute("CREATE TABLE marts.loose AS SELECT 3::numeric AS kwh")
        connection.execute("CREATE TABLE marts.zoned AS SELECT now() AS taken_at")
    with postgres_reader(postgres_database) as reader:
        assert taken(reader, "small").to_pydict() == {"periods": [3]}
        assert taken(reader, "small").schema.field("periods").type == pa.int32()
        with pytest.raises(BuildError, match="loose, cột kwh: kiểu numeric không dùng được"):
            taken(reader, "loose")
        with pytest.raises(BuildError, match="zoned, cột taken_at: kiểu timestamp with time zone"):
            taken(reader, "zoned")


def test_postgres_is_read_as_of_one_moment(postgres_database: str) -> None:
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA marts")
        connection.execute("CREATE TABLE marts.a AS SELECT 1 AS x")
        connection.execute("CREATE TABLE marts.b AS SELECT 1 AS x")
        with postgres_reader(postgres_database) as reader:
            assert taken(reader, "a").to_pydict() == {"x": [1]}
            connection.execute("UPDATE marts.b SET x = 2")
            assert taken(reader, "b").to_pydict() == {"x": [1]}


def test_a_mart_that_breaks_off_in_the_middle_is_not_published(postgres_database: str, house: House) -> None:
    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA marts")
        connection.execute(
            "CREATE VIEW marts.broken AS SELECT n, 1 / (400000 - n) AS x FROM generate_series(1, 500000) AS n"
        )
    spec = MartSpec("broken", "open", ("n",))
    with (
        postgres_reader(postgres_database) as reader,
        pytest.raises(BuildError, match="broken: kho dữ liệu không đưa hết"),
    ):
        publish(reader, house.settings, manifest=manifest(), marts=[spec], tests=TESTS, code=CODE)

    assert Shelf(house.home).release_ids() == ()


def test_a_warehouse_damaged_in_the_middle_is_blamed_and_nothing_is_published(house: House) -> None:
    file = warehouse(house.settings.warehouse_file, rows_of([case(f"PC02AA{place:07d}") for place in range(30_000)]))
    with file.open("r+b") as stream:
        stream.seek(file.stat().st_size // 2)
        stream.write(b"x" * 300_000)
    with (
        duckdb_reader(file) as reader,
        pytest.raises(BuildError, match=r"Mart \w+: không đọc được từ kho dữ liệu"),
    ):
        publish(reader, house.settings, manifest=manifest(), marts=SPECS, tests=TESTS, code=CODE)

    assert Shelf(house.home).release_ids() == ()


def test_an_address_that_answers_nothing_is_refused_without_showing_it() -> None:
    with (
        pytest.raises(BuildError, match="Không nối được PostgreSQL") as refused,
        postgres_reader("postgresql://phanky:bi-mat@127.0.0.1:1/none"),
    ):
        pass
    assert "bi-mat" not in str(refused.value)


def test_a_mart_that_is_missing_is_named(readers: tuple[MartReader, MartReader]) -> None:
    for reader in readers:
        with pytest.raises(BuildError, match="fct_nothing"):
            taken(reader, "fct_nothing")
