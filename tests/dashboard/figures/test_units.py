from __future__ import annotations

import plotly.graph_objects as go
import pytest

from dashboard.figures.units import open_cases_by_unit
from dashboard.figures.verdicts import LOOKS
from dashboard.overview import Counts, UnitRow

LABELS = {"thieu_ky": "Thiếu kỳ", "thua_ky": "Thừa kỳ", "chua_du_du_lieu": "Chưa đủ dữ liệu"}
UNITS = [
    UnitRow("PC02AA", "Đông Hà", Counts(4312, 4240, 41, 19, 12, 0, 0.986), None),
    UnitRow("PC02BB", "Thành Cổ", Counts(100, 98, 0, 1, 0, 1, 0.989), None),
]


def test_each_verdict_to_act_on_is_a_bar_and_the_first_unit_is_on_top() -> None:
    figure = open_cases_by_unit(UNITS, LABELS)

    assert [(trace["name"], trace["x"]) for trace in figure["data"]] == [
        ("Thiếu kỳ", [41, 0]),
        ("Thừa kỳ", [19, 1]),
        ("Chưa đủ dữ liệu", [0, 1]),
    ]
    assert figure["data"][0]["y"] == ["Đông Hà", "Thành Cổ"]
    assert figure["layout"]["yaxis"]["autorange"] == "reversed"


def test_the_figure_is_one_that_plotly_accepts() -> None:
    go.Figure(open_cases_by_unit(UNITS, LABELS))


def test_verdicts_are_told_apart_without_colour() -> None:
    patterns = [trace["marker"]["pattern"]["shape"] for trace in open_cases_by_unit(UNITS, LABELS)["data"]]

    assert len(set(patterns)) == len(patterns)


def test_thousands_are_grouped_as_vietnamese_readers_write_them() -> None:
    assert open_cases_by_unit(UNITS, LABELS)["layout"]["separators"] == ",."


def test_every_unit_has_room_for_its_name_however_many_there_are() -> None:
    heights = [open_cases_by_unit(UNITS * n, LABELS)["layout"]["height"] for n in (1, 10)]

    assert heights == [94, 634]


@pytest.mark.parametrize("ground", ["#ffffff", "#18202a"])
def test_every_verdicts_colour_stands_out_from_the_ground_in_light_and_dark(ground: str) -> None:
    assert [verdict for verdict, look in LOOKS.items() if contrast(look.colour, ground) < 3] == []


def contrast(one: str, other: str) -> float:
    """Contrast as WCAG defines it, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
