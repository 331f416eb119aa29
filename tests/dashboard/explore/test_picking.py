from __future__ import annotations

from typing import Any

import pytest

from dashboard.explore.picking import Chart, pick, sides

MONTHS = ["2026-08", "2026-09", "2026-10"]


@pytest.mark.parametrize(
    ("by", "rows", "chart"),
    [
        ((), [(43,)], Chart.FIGURE),
        (("month",), [(month, 1) for month in MONTHS], Chart.COLUMNS),
        (("quarter",), [("2026-Q3", 1)], Chart.COLUMNS),
        (("unit_code",), [("PC02AA", 1), ("PC02BB", 2)], Chart.BARS),
        (("customer_id",), [(f"PC02AA{number:07d}", 1) for number in range(41)], Chart.NONE),
        (("unit_code", "month"), [("PC02AA", month, 1) for month in MONTHS], Chart.HEAT),
        (("unit_code", "customer_id"), [("PC02AA", f"{number}", 1) for number in range(50)], Chart.NONE),
        (("unit_code",), [], Chart.NONE),
    ],
)
def test_the_chart_follows_what_is_asked(by: tuple[str, ...], rows: list[Any], chart: Chart) -> None:
    assert pick(by, rows, is_cut=False) is chart


def test_an_answer_that_is_not_whole_has_no_chart() -> None:
    assert pick(("unit_code",), [("PC02AA", 1)], is_cut=True) is Chart.NONE


def test_time_goes_across_in_its_order_whichever_way_it_is_asked() -> None:
    rows = [("KDDV", "2026-10", 1), ("SXBT", "2026-09", 2)]

    assert sides(("price_group", "month"), rows) == ((0, ["KDDV", "SXBT"]), (1, ["2026-09", "2026-10"]))
    turned = [(month, group, kwh) for group, month, kwh in rows]
    assert sides(("month", "price_group"), turned) == ((1, ["KDDV", "SXBT"]), (0, ["2026-09", "2026-10"]))


def test_of_two_dimensions_the_shorter_one_goes_across() -> None:
    rows = [("PC02AA", "dung", 1), ("PC02BB", "dung", 1), ("PC01AA", "thua_ky", 1)]

    assert sides(("unit_code", "verdict"), rows)[1] == (1, ["dung", "thua_ky"])
