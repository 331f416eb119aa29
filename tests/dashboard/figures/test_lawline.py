from __future__ import annotations

from datetime import date

from dashboard.figures.lawline import line
from dashboard.rulebook import Rule

OLD = Rule({"valid_from": date(2025, 1, 1), "valid_to": date(2025, 4, 11)}, "past", (), ())
NEW = Rule({"valid_from": date(2025, 4, 11), "valid_to": None}, "now", (), ())
DAY = date(2025, 7, 20)  # 200 days after the first


def test_rules_stand_in_order_of_time_as_wide_as_they_lasted() -> None:
    drawn = line([NEW, OLD], None, DAY)

    assert [(piece.left, piece.width) for piece in drawn.pieces] == [(0.0, 50.0), (50.0, 50.0)]
    assert drawn.judged is None


def test_the_judged_months_reach_to_the_end_of_the_last() -> None:
    drawn = line([NEW, OLD], ("2025-01", "2025-01"), DAY)

    assert drawn.judged is not None
    assert (drawn.judged.left, drawn.judged.width) == (0.0, 15.5)


def test_a_rule_to_come_lengthens_the_line() -> None:
    coming = Rule({"valid_from": date(2026, 1, 1), "valid_to": None}, "to_come", (), ())

    assert line([coming, NEW, OLD], None, DAY).last == date(2026, 1, 1)
