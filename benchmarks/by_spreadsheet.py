"""The way it was done before: exports read with pandas, judged the simple way, an Excel workbook written.

What it leaves out, because a sheet does: cancelled and corrected bills, the history of books, customers and the
schedule (today's book stands for every quarter), agreements, bills of unusual length, gaps and zero months, new
customers judged by their contract, wholesale and boundary points, and every proof (evidence, tests, receipt).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import openpyxl  # type: ignore[import-untyped]
import pandas as pd

from benchmarks.places import AS_OF

_HEADER = ["MA_KHANG", "TEN_KHANG", "SO_KY", "SAN_LUONG", "BINH_QUAN", "SO_KY_CAN", "KET_LUAN"]
_LOWER_KWH, _UPPER_KWH = 50_000, 100_000


def judge_exports(folder: Path, workbook: Path) -> tuple[pd.DataFrame, dict[str, float]]:
    """Judge every closed quarter of the exports in ``folder`` and write one sheet a quarter.

    Returns:
        The verdicts (MA_KHANG, quarter, KET_LUAN) and the seconds of reading, judging and writing.
    """
    seconds: dict[str, float] = {}
    with _timed(seconds, "read"):
        tables = {name: _read(folder, name, columns) for name, columns in _COLUMNS.items()}
    with _timed(seconds, "judge"):
        verdicts = _judged(tables)
    with _timed(seconds, "write"):
        _write(verdicts, workbook)
    return verdicts[["MA_KHANG", "quarter", "KET_LUAN"]], seconds


_COLUMNS = {
    "HDG_KHACH_HANG": ["MA_KHANG", "TEN_KHANG", "NGAY_HLUC"],
    "HDG_DIEM_DO": ["MA_DDO", "MA_KHANG", "NGAY_HLUC"],
    "HDG_BBAN_APGIA": ["MA_DDO", "MA_NHOMNN", "NGAY_HLUC"],
    "HDG_DDO_SOGCS": ["MA_DDO", "MA_DVIQLY", "MA_SOGCS", "NGAY_HLUC"],
    "D_SOGCS": ["MA_DVIQLY", "MA_SOGCS", "SO_KY"],
    "HDN_HDON": ["MA_KHANG", "THANG", "NAM", "LOAI_HDON", "DIEN_TTHU"],
}
_NUMBERS = {"SO_KY": "int64", "THANG": "int64", "NAM": "int64", "DIEN_TTHU": "float64"}


def _read(folder: Path, name: str, columns: list[str]) -> pd.DataFrame:
    types = {column: _NUMBERS.get(column, "str") for column in columns}
    return pd.read_csv(folder / f"{name}.csv", usecols=columns, dtype=types, keep_default_na=False)


def _latest(table: pd.DataFrame, key: str) -> pd.DataFrame:
    return table.sort_values("NGAY_HLUC").drop_duplicates(key, keep="last").drop(columns="NGAY_HLUC")


def _judged(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    consumption = _by_quarter(tables["HDN_HDON"])
    found = consumption.merge(_periods(tables), on="MA_KHANG").merge(
        _latest(tables["HDG_KHACH_HANG"], "MA_KHANG"), on="MA_KHANG", how="left"
    )
    average = found["SAN_LUONG"] / 3
    found["BINH_QUAN"] = average.round(2)
    found["SO_KY_CAN"] = 1 + (average >= _LOWER_KWH).astype("int64") + (average > _UPPER_KWH).astype("int64")
    found["KET_LUAN"] = "dung"
    found.loc[found["SO_KY"] < found["SO_KY_CAN"], "KET_LUAN"] = "thieu_ky"
    found.loc[found["SO_KY"] > found["SO_KY_CAN"], "KET_LUAN"] = "thua_ky"
    return found


def _by_quarter(bills: pd.DataFrame) -> pd.DataFrame:
    """Energy of each customer in each quarter that is whole and closed."""
    active = bills[bills["LOAI_HDON"].isin(["TD", "TC"])]
    index = active["NAM"] * 12 + active["THANG"] - 1
    active = active.assign(index=index, start=index - index % 3)
    is_closed = active["start"] + 3 <= AS_OF.year * 12 + AS_OF.month - 1
    active = active[is_closed & (active["start"] >= index.min())]
    summed = active.groupby(["MA_KHANG", "start"], as_index=False)["DIEN_TTHU"].sum()
    year, number = (summed["start"] // 12).astype("str"), (summed["start"] % 12 // 3 + 1).astype("str")
    summed["quarter"] = year + "-Q" + number
    renamed: pd.DataFrame = summed.rename(columns={"DIEN_TTHU": "SAN_LUONG"}).drop(columns="start")
    return renamed


def _periods(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Non-residential customers by their points' latest price, with the smallest SO_KY of their points' books."""
    prices = _latest(tables["HDG_BBAN_APGIA"], "MA_DDO")
    points = prices[~prices["MA_NHOMNN"].str.startswith("SH")][["MA_DDO"]]
    points = points.merge(_latest(tables["HDG_DIEM_DO"], "MA_DDO"), on="MA_DDO")
    points = points.merge(_latest(tables["HDG_DDO_SOGCS"], "MA_DDO"), on="MA_DDO")
    points = points.merge(tables["D_SOGCS"], on=["MA_DVIQLY", "MA_SOGCS"])
    return points[["MA_KHANG", "SO_KY"]].groupby("MA_KHANG", as_index=False).min()


def _write(verdicts: pd.DataFrame, path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    for quarter, rows in verdicts.sort_values("MA_KHANG").groupby("quarter"):
        sheet = book.create_sheet(str(quarter))
        sheet.append(_HEADER)
        for row in rows[_HEADER].itertuples(index=False):
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def compare(verdicts: pd.DataFrame, release: Path) -> dict[str, int]:
    """How many quarter-end verdicts of a release the sheet has alike, otherwise, or not at all; and how many more."""
    marts = release / "marts" / "fct_reading_period_compliance" / "*" / "data.parquet"
    with duckdb.connect() as connection:
        connection.register("sheet", verdicts)
        row = connection.execute(
            """
            select
                count(*) filter (ours.verdict = sheet."KET_LUAN"),
                count(*) filter (ours.verdict <> sheet."KET_LUAN"),
                count(*) filter (sheet."KET_LUAN" is null and ours.verdict is not null),
                count(*) filter (ours.verdict is null)
            from (
                select customer_id, quarter, verdict from read_parquet(?)
                where is_quarter_end and verdict <> 'ngoai_pham_vi'
            ) as ours
            full join sheet on ours.customer_id = sheet."MA_KHANG" and ours.quarter = sheet.quarter
            """,
            [str(marts)],
        ).fetchone()
    return dict(zip(("alike", "otherwise", "missing", "more"), row or (), strict=True))


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    seconds[name] = round(time.perf_counter() - begun, 3)
