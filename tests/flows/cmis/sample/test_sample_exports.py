from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pv
import pyarrow.parquet as pq
import pytest

from flows.cmis.declaration import TABLES
from flows.cmis.sample import SampleSource, write_exports
from tests.flows.cmis.sample.conftest import AS_OF, Tables, extracted

SOURCE = SampleSource(as_of=AS_OF, customers=100, months=2)


@pytest.fixture(scope="module")
def made() -> Tables:
    return {name: rows.drop_columns(["_row"]) for name, rows in extracted(SOURCE).items()}


def test_parquet_files_hold_the_tables(tmp_path: Path, made: Tables) -> None:
    files = write_exports(SOURCE, tmp_path / "xuat", "parquet")

    assert [file.name for file in files] == [f"{table.name}.parquet" for table in TABLES]
    for file in files:
        assert pq.read_table(file).equals(made[file.stem])


def test_csv_files_hold_the_tables(tmp_path: Path, made: Tables) -> None:
    files = write_exports(SOURCE, tmp_path)

    assert [file.name for file in files] == [f"{table.name}.csv" for table in TABLES]
    for file, table in zip(files, TABLES, strict=True):
        types = pv.ConvertOptions(
            column_types=table.arrow_schema,
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            null_values=[""],
        )
        assert pv.read_csv(file, convert_options=types).equals(made[table.name]), table.name


def test_kwh_are_printed_plainly(tmp_path: Path) -> None:
    bills = next(file for file in write_exports(SOURCE, tmp_path) if file.stem == "HDN_HDON")
    texts = pv.ConvertOptions(column_types={"DIEN_TTHU": pa.string()})
    printed = set(pv.read_csv(bills, convert_options=texts).column("DIEN_TTHU").to_pylist())

    assert {"60000", "25000.001"} < printed
    assert not any(character in text for text in printed for character in "eE,")
    assert not any(text.endswith((".", ".0", ".000")) for text in printed)
