"""Awkward cases of written agreements on the number of kỳ; the agreements themselves are a list of the company."""

from __future__ import annotations

from datetime import date

from flows.cmis.sample.cases.customer import but
from flows.cmis.sample.cases.draft import Case, Draft


def begun(draft: Draft) -> None:
    """An agreement on 2 kỳ begins where the consumption asks for 3."""
    draft.plain("PC02AA9900080", "Cơ sở vừa có thỏa thuận", 120_000, 2).agrees(2, draft.ago(4).first)


def over(draft: Draft) -> None:
    """The agreement's last day, a month's last, still counts; the month after does not."""
    draft.plain("PC02AA9900081", "Cơ sở hết thỏa thuận", 120_000, 2).agrees(2, draft.ago(7).first, draft.ago(3).last)


def not_followed(draft: Draft) -> None:
    """3 kỳ agreed, 2 read, though the consumption asks for no more."""
    draft.plain("PC02AA9900082", "Cơ sở sổ không theo thỏa thuận", 60_000, 2).agrees(3, draft.ago(7).first)


def equal_to_both(draft: Draft) -> None:
    """Agreement, book and threshold all say 2."""
    draft.plain("PC02AA9900083", "Cơ sở thỏa thuận đúng ngưỡng", 60_000, 2).agrees(2, draft.ago(7).first)


def two_at_once(draft: Draft) -> None:
    """Of two agreements in force the later one counts."""
    customer = draft.plain("PC02AA9900084", "Cơ sở hai thỏa thuận", 120_000, 2)
    customer.agrees(1, draft.ago(9).first)
    customer.agrees(2, draft.ago(5).first)


def under_the_old_decree(draft: Draft) -> None:
    """Before 2025-02-08 there are no agreements, whatever the list says."""
    draft.plain("PC02AA9900085", "Cơ sở thỏa thuận từ 2024", 120_000, 2).agrees(2, date(2024, 1, 1))


def over_before_month_end(draft: Draft) -> None:
    """Ended on the last day but one of a month: not in force on its last day."""
    last = draft.ago(3).day(draft.ago(3).days - 1)
    draft.plain("PC02AA9900086", "Cơ sở hết thỏa thuận trước cuối tháng", 120_000, 2).agrees(
        2, draft.ago(7).first, last
    )


def as_the_threshold_but_not_the_book(draft: Draft) -> None:
    """Agreement and threshold say 2, the book 1."""
    draft.plain("PC02AA9900087", "Cơ sở thỏa thuận 2 kỳ, sổ 1 kỳ", 60_000).agrees(2, draft.ago(7).first)


def with_a_gap(draft: Draft) -> None:
    """A gap in the bills comes before the agreement."""
    kwh = but(120_000, {draft.ago(1): None})
    draft.plain("PC02AA9900088", "Cơ sở thỏa thuận, thiếu hóa đơn", kwh, 2).agrees(2, draft.ago(7).first)


CASES: tuple[Case, ...] = (
    begun,
    over,
    not_followed,
    equal_to_both,
    two_at_once,
    under_the_old_decree,
    over_before_month_end,
    as_the_threshold_but_not_the_book,
    with_a_gap,
)
