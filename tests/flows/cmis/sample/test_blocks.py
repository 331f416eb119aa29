from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

from flows.cmis.declaration import Control, table
from flows.cmis.sample.blocks import BATCH_ROWS, NO_DAY, Writer


def test_numbers_become_exact_decimals_with_their_sign() -> None:
    writer = Writer(table("HDN_HDON_DC"))
    [batch] = writer.block(
        {
            "ID_HDON_DC": np.array([7, 9]),
            "ID_HDON": np.array([1, 2]),
            "LOAI_DCHINH": pa.array(["TH", "TT"]),
            "DIEN_TTHU": np.array([-1, 9_007_199_254_740_993]),
            "NGAY_TAO": np.array([0, 86_400_000_000]),
        }
    )

    assert batch.column("DIEN_TTHU").to_pylist() == [Decimal("-0.001"), Decimal("9007199254740.993")]
    assert batch.column("NGAY_TAO").cast("string").to_pylist()[1] == "1970-01-02 00:00:00.000000"
    assert batch.column("KY").to_pylist() == [None, None]
    assert writer.tally.control(writer.table) == Control(2, Decimal("9007199254740.992"), 9)


def test_an_empty_day_is_a_null_and_one_value_serves_all_rows() -> None:
    [batch] = Writer(table("HDG_KHACH_HANG")).block(
        {"MA_KHANG": pa.array(["A", "B"]), "MA_DVIQLY": "PC02AA", "NGAY_HHLUC": np.array([NO_DAY, 1])}
    )

    assert batch.column("NGAY_HHLUC").to_pylist() == [None, date(1970, 1, 2)]
    assert batch.column("MA_DVIQLY").to_pylist() == ["PC02AA", "PC02AA"]


def test_large_blocks_are_cut_into_batches_numbered_throughout() -> None:
    writer = Writer(table("D_DVI_QLY"))
    rows = BATCH_ROWS + 1
    batches = list(writer.block({"MA_DVIQLY": pa.array(["X"] * rows)}))

    assert [batch.num_rows for batch in batches] == [BATCH_ROWS, 1]
    assert batches[1].column("_row").to_pylist() == [rows]
    assert writer.tally.control(writer.table) == Control(rows)


def test_no_rows_make_no_batch() -> None:
    writer = Writer(table("D_DVI_QLY"))

    assert list(writer.block({"MA_DVIQLY": pa.array([], pa.string())})) == []
    assert list(writer.rows([])) == []
    assert writer.tally.control(writer.table) == Control(0)
