"""Awkward cases of the days that bills cover: moved reading days, gaps, zero months, split rows, long bills."""

from __future__ import annotations

from collections.abc import Callable

from flows.cmis.sample.cases.customer import but
from flows.cmis.sample.cases.draft import Case, Draft
from flows.cmis.sample.cases.sheet import Span, Spans
from flows.cmis.sample.months import Month


def moved_reading_day(moved: Month, day: int) -> Spans:
    """One kỳ a month read on ``day``, until in ``moved`` the reading day becomes the last of the month."""

    def spans(month: Month) -> tuple[Span, ...]:
        first = month.plus(-1).day(day + 1) if month <= moved else month.first
        return (Span(1, first, month.day(day) if month < moved else month.last),)

    return spans


def long_bill(draft: Draft) -> None:
    """Reading moves from the 4th to the month's end: one bill of 57 days, which a plain mean takes for growth."""
    spans = moved_reading_day(draft.ago(1), 4)
    book = draft.book("PC02AA-99DOI4", 1, spans=spans)
    for code, name, daily in (
        ("PC02AA9900050", "Cơ sở dời ngày ghi, 3.000 kWh một ngày", 3_000),
        ("PC02AA9900051", "Cơ sở dời ngày ghi, 1.500 kWh một ngày", 1_500),
    ):
        customer = draft.customer(code, name, agreed=1)
        customer.point(book)
        customer.bills(_steady(daily, spans), book)


def exact_by_days(draft: Draft) -> None:
    """187,500 kWh over 115 days in a window of 92 are exactly 50,000 a month; one kWh less is not."""
    book = draft.book("PC02AA-99DOI8", 1, spans=moved_reading_day(draft.ago(2), 8))
    for code, long_month in (("PC02AA9900052", 87_500), ("PC02AA9900053", 87_499)):
        customer = draft.customer(code, f"Cơ sở dời ngày ghi, {100_000 + long_month} kWh", agreed=1)
        customer.point(book)
        customer.bills(but(50_000, {draft.ago(2): long_month}), book)


def gap(draft: Draft) -> None:
    """A month of an old customer has no bill: not enough data, never 0 kWh."""
    draft.plain("PC02AA9900059", "Cơ sở thiếu hóa đơn một tháng", but(60_000, {draft.ago(1): None}))


def zero_month(draft: Draft) -> None:
    """No bill, but readings whose active registers sum to 0: billed 0 kWh, not a gap."""
    customer = draft.plain("PC02AA9900060", "Cơ sở một tháng không dùng điện", but(30_000, {draft.ago(1): None}))
    for register, kwh in (("BT", 0), ("CD", 0), ("TD", 0), ("VC", 120)):
        customer.bare_point().reading(draft.ago(1), register, kwh)


def split_rows(draft: Draft) -> None:
    """A price change splits a kỳ over two rows with the same days: kWh are added, days are not."""
    customer = draft.plain("PC02AA9900061", "Cơ sở hóa đơn tách dòng", but(60_000, {draft.ago(1): 40_000}))
    customer.bill(draft.ago(1), 20_000, draft.plain_book(1))


def covered_gap(draft: Draft) -> None:
    """A month without a bill, whose days the next month's bill covers: no gap once that bill is there."""
    book, skipped, long = draft.plain_book(2), draft.ago(2), draft.ago(1)
    customer = draft.plain("PC02AA9900062", "Cơ sở hóa đơn gộp hai tháng", but(60_000, {skipped: None, long: None}), 2)
    customer.bill(long, 90_000, book, span=Span(1, skipped.first, long.day(15)))
    customer.bill(long, 30_000, book, span=Span(2, long.day(16), long.last))


def _steady(daily: int, spans: Spans) -> Callable[[Month], int]:
    """The same kWh every day of the month's bill."""
    return lambda month: daily * sum((span.last - span.first).days + 1 for span in spans(month))


CASES: tuple[Case, ...] = (long_bill, exact_by_days, gap, zero_month, split_rows, covered_gap)
