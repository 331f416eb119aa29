"""One company read from files, from memory and over Oracle's wire: the same rows, counts, files and verdicts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from flows.cmis.declaration import TABLES, Control
from flows.cmis.files import FilesSource
from flows.cmis.oracle.source import oracle_source
from flows.cmis.sample import SampleSource, write_exports
from flows.cmis.source import Source
from flows.pipeline import run
from phanky.settings import Settings, load_settings
from tests.memory_source import MemorySource
from tests.oracle_company import contents, landed
from tests.oracle_server import OracleServer
from tests.runs import AS_OF, REAL, needs_real_data, succeed

KINDS = ("files", "memory", "oracle")
Tables = dict[str, pa.Table]
Make = Callable[[str], Source]


def read(source: Source) -> tuple[Tables, dict[str, Control]]:
    tables, controls = {}, {}
    with source.opened() as extracts:
        for extract in extracts:
            tables[extract.table.name] = extract.batches.read_all()
            controls[extract.table.name] = extract.control()
    return tables, controls


def ordered(tables: Tables, name: str) -> pa.Table:
    content = tables[name].drop_columns("_row")
    return content.sort_by([(column, "ascending") for column in content.column_names])


@pytest.fixture(scope="module")
def sample() -> tuple[Tables, dict[str, Control]]:
    return read(SampleSource(customers=100, months=4, as_of=AS_OF))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", memory_limit_gb=1)


@pytest.fixture
def make(sample: tuple[Tables, dict[str, Control]], tmp_path: Path, request: pytest.FixtureRequest) -> Make:
    def made(kind: str) -> Source:
        tables = sample[0]
        if kind == "files":
            write_exports(MemorySource(tables), tmp_path / "xuat")
            return FilesSource(tmp_path / "xuat", work_dir=tmp_path / "work")
        if kind == "memory":
            return MemorySource(tables)
        server: OracleServer = request.getfixturevalue("oracle")
        server.fill(tables)
        return oracle_source(load_settings(home=tmp_path / "home", **server.settings()), AS_OF)

    return made


@pytest.mark.parametrize("kind", KINDS)
def test_every_source_gives_the_same_rows_of_every_table(
    kind: str, make: Make, sample: tuple[Tables, dict[str, Control]]
) -> None:
    found, _ = read(make(kind))

    assert list(found) == [table.name for table in TABLES]
    assert [name for name in found if not ordered(found, name).equals(ordered(sample[0], name))] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_source_counts_the_same(kind: str, make: Make, sample: tuple[Tables, dict[str, Control]]) -> None:
    assert read(make(kind))[1] == sample[1]


def test_three_sources_land_the_same_files(make: Make, settings: Settings, tmp_path: Path) -> None:
    first, second, third = (
        landed(make(kind), load_settings(home=tmp_path / kind, memory_limit_gb=1)) for kind in KINDS
    )

    assert contents(first) == contents(second) == contents(third)
    assert first.snapshot_id == second.snapshot_id == third.snapshot_id


@pytest.mark.slow
def test_files_and_oracle_give_the_same_verdicts(make: Make, tmp_path: Path) -> None:
    homes = {kind: tmp_path / f"home-{kind}" for kind in ("files", "oracle")}
    for kind, home in homes.items():
        run(load_settings(home=home), make(kind), as_of=AS_OF, target="duckdb")
    verdicts = {kind: succeed(home, "verdicts", "--format", "csv") for kind, home in homes.items()}

    assert len(verdicts["files"].splitlines()) > 50
    assert verdicts["oracle"] == verdicts["files"]

    again = run(load_settings(home=homes["files"]), make("memory"), as_of=AS_OF, target="duckdb")
    assert not again.changed, "a third source of the same data makes no other release"


@needs_real_data
def test_the_real_snapshot_over_oracle_lands_the_files_that_its_exports_land(
    oracle: OracleServer, tmp_path: Path
) -> None:
    exports = FilesSource(REAL, work_dir=tmp_path / "work")
    expected = landed(exports, load_settings(home=tmp_path / "files"))
    oracle.fill(read(exports)[0])
    settings = load_settings(home=tmp_path / "oracle", **oracle.settings())

    found = landed(oracle_source(settings, date(2026, 9, 5)), settings)

    assert sum(file.rows for file in found.files) > 10_000
    assert contents(found) == contents(expected)
