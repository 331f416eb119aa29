from __future__ import annotations

import re

from dashboard.components.charts import Mark, bars, columns, shades
from dashboard.components.pareto import Step, pareto
from dashboard.shell.rendering import to_html


def test_a_loss_reaches_to_the_left_of_nothing_and_a_gain_to_the_right() -> None:
    text = to_html(bars([Mark("Đông Hà", 0.3, "+30 %"), Mark("Hải Lăng", -0.1, "−10 %")], "Tăng trưởng"))

    assert '<span class="gain" style="margin-left:25.00%;width:75.00%"></span>' in text
    assert '<span class="loss" style="margin-left:0.00%;width:25.00%"></span>' in text


def test_a_column_is_as_high_as_its_part_of_the_greatest() -> None:
    text = to_html(columns([Mark("T9/2026", 50, "50"), Mark("T10/2026", 200, "200"), Mark("T11/2026", None, "–")], "x"))

    assert 'style="bottom:0.00%;height:25.00%"' in text
    assert 'style="bottom:0.00%;height:100.00%"' in text
    assert 'style="bottom:0.00%;height:0.00%"' in text


def test_nothing_but_noughts_makes_a_chart_all_the_same() -> None:
    assert "width:0.00%" in to_html(bars([Mark("a", 0, "0")], "x"))


def test_a_cell_never_gets_so_dark_that_its_figure_is_hard_to_read() -> None:
    marks = [Mark("", 900, "900"), Mark("", 950, "950"), Mark("", 1000, "1000"), Mark("", None, "–")]
    text = to_html(shades("Đơn vị", ["a", "b", "c", "d"], [("Đông Hà", marks)], "x"))

    assert re.findall(r"var\(--gain\) (\d+)%", text) == ["0", "22", "45", "0"]


def test_in_a_pareto_each_column_stands_on_those_before_it() -> None:
    text = to_html(pareto([Step(1, 0.3, 0.3, "a"), Step(2, 0.1, 0.4, "b")], "hai khách hàng"))

    assert 'aria-label="hai khách hàng"' in text
    assert text.count("height:60.00%") == 2
    assert "height:20.00%" in text
