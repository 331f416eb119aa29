from __future__ import annotations

from dashboard.spans import Span, spans


def test_months_in_a_row_with_equal_values_are_one_interval_and_the_newest_comes_first() -> None:
    months = [("2026-07", 1), ("2026-08", 1), ("2026-09", 2), ("2026-10", 1)]

    assert spans(months) == (
        Span("2026-10", "2026-10", 1),
        Span("2026-09", "2026-09", 2),
        Span("2026-07", "2026-08", 1),
    )


def test_a_month_without_a_value_parts_two_intervals() -> None:
    months = [("2026-07", "A"), ("2026-08", None), ("2026-09", "A")]

    assert spans(months) == (Span("2026-09", "2026-09", "A"), Span("2026-07", "2026-07", "A"))


def test_both_ends_of_an_interval_belong_to_it() -> None:
    span = Span("2025-12", "2026-02", 1)

    assert [span.has(month) for month in ("2025-11", "2025-12", "2026-02", "2026-03")] == [False, True, True, False]
    assert not span.has(None)
