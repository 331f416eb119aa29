"""Parquet columns are accepted only where no value can have lost anything."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from phanky.errors import InputError
from tests.exports import rows, write_exports
from tests.flows.cmis.files.conftest import Take

BILLS = "HDN_HDON"


def bills_parquet(folder: Path, **columns: pa.Array) -> Path:
    write_exports(folder, HDN_HDON=None)
    arrays = {name: pa.array([row[name] for row in rows(BILLS)]) for name in rows(BILLS)[0]}
    pq.write_table(pa.table(arrays | columns), folder / "HDN_HDON.parquet")
    return folder


KWH = [120000.0, 48000.0, 0.1 + 0.2, 52000.0, 118000.125, 53000.0]

PARQUET = [
    (
        "a single-precision quantity",
        "DIEN_TTHU",
        pa.array(KWH, pa.float32()),
        None,
        "kiểu Parquet float không giữ trọn",
    ),
    ("a double with more than three decimals", "DIEN_TTHU", pa.array(KWH), 4, "'0.30000000000000004' có quá 3"),
    ("a double that is no number", "DIEN_TTHU", pa.array([1.0, float("nan")] * 3), 3, "'nan' không phải số"),
    ("a double beyond the precision", "DIEN_TTHU", pa.array([1.0, 1e20] * 3), 3, "'1e+20' không phải số"),
    (
        "a decimal of finer scale",
        "DIEN_TTHU",
        pa.array([1.0, 1.2345] * 3).cast(pa.decimal128(20, 5)),
        3,
        "'1.23450' có quá 3",
    ),
    ("a code that became a number", "MA_SOGCS", pa.array([12] * 6), None, "kiểu Parquet int64 không giữ trọn"),
    ("an id with a fraction", "ID_HDON", pa.array([1.0, 2.5] * 3), 3, "'2.5' không phải số nguyên"),
    ("an id above 2^53 in a double", "ID_HDON", pa.array([1.0, 2.0**53] * 3), 3, "không phải số nguyên"),
    ("a whole number beyond 32 bits", "NAM", pa.array([2026, 2**40] * 3), 3, "quá lớn"),
    (
        "a moment in a time zone",
        "NGAY_DKY",
        pa.array([0] * 6, pa.timestamp("us", "UTC")),
        None,
        "timestamp[us, tz=UTC]",
    ),
    ("a date with a time of day", "NGAY_DKY", pa.array([0, 1_000_000] * 3, pa.timestamp("us")), 3, "có giờ phút"),
    ("a number for a date", "NGAY_DKY", pa.array([20260701] * 6), None, "kiểu Parquet int64"),
    ("an empty required cell", "MA_KHANG", pa.array(["PC02AA0000001", None] * 3), 3, "ô bắt buộc để trống"),
]


@pytest.mark.parametrize(("column", "values", "row", "problem"), [c[1:] for c in PARQUET], ids=[c[0] for c in PARQUET])
def test_a_parquet_column_that_may_have_lost_something_is_refused(
    column: str, values: pa.Array, row: int | None, problem: str, take: Take, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        take(bills_parquet(tmp_path / "exports", **{column: values}))
    where = f", dòng {row}" if row else ""
    assert str(caught.value).startswith(f"HDN_HDON.parquet{where}, cột {column}: ")
    assert problem in caught.value.problem


def test_a_damaged_parquet_file_is_refused(take: Take, tmp_path: Path) -> None:
    folder = bills_parquet(tmp_path / "exports")
    path = folder / "HDN_HDON.parquet"
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(InputError, match=r"^HDN_HDON.parquet: tệp Parquet hỏng"):
        take(folder)


def test_a_parquet_file_without_a_column_is_refused(take: Take, tmp_path: Path) -> None:
    folder = bills_parquet(tmp_path / "exports")
    path = folder / "HDN_HDON.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["KY"]), path)
    with pytest.raises(InputError, match=r"^HDN_HDON.parquet, cột KY: thiếu cột"):
        take(folder)
