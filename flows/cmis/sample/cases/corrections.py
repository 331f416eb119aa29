"""Awkward cases of corrections (HDN_HDON_DC)."""

from __future__ import annotations

from dataclasses import replace

from flows.cmis.sample.cases.customer import Customer, but
from flows.cmis.sample.cases.draft import Case, Draft
from flows.cmis.sample.cases.sheet import Bill
from flows.cmis.sample.months import Month


def cancelled(draft: Draft) -> None:
    """HB without a new bill: as if never issued, so the month is a gap."""
    customer, bill = _one_bill(draft, "PC02AA9900070", "Cơ sở hóa đơn bị hủy", 60_000, 60_000)
    customer.sheet.correct(bill, "HB", -60_000)


def cancelled_and_reissued(draft: Draft) -> None:
    """HB and LL: the new total counts, and changes the verdict."""
    customer, bill = _one_bill(draft, "PC02AA9900071", "Cơ sở hóa đơn lập lại", 40_000, 90_000)
    customer.sheet.correct(bill, "HB", -90_000)
    customer.sheet.correct(bill, "LL", 30_000)


def added(draft: Draft) -> None:
    """TT lifts the window to exactly 150,000."""
    customer, bill = _one_bill(draft, "PC02AA9900072", "Cơ sở bị truy thu", 48_000, 48_000)
    customer.sheet.correct(bill, "TT", 6_000)


def given_back(draft: Draft) -> None:
    """TH lowers the window to one kWh below 150,000."""
    customer, bill = _one_bill(draft, "PC02AA9900073", "Cơ sở được thoái hoàn", 51_000, 51_000)
    customer.sheet.correct(bill, "TH", -3_001)


def made_later(draft: Draft) -> None:
    """Made in the last month for a bill three months older: it belongs to the older month."""
    customer, bill = _one_bill(draft, "PC02AA9900074", "Cơ sở điều chỉnh muộn", 45_000, 45_000, draft.ago(3))
    customer.sheet.correct(bill, "TT", 30_000, made=draft.ago(0))


def of_a_reactive_bill(draft: Draft) -> None:
    """A correction of a VC bill counts nowhere."""
    customer = draft.plain("PC02AA9900075", "Cơ sở điều chỉnh hóa đơn vô công", 45_000)
    bill = customer.bill(draft.ago(1), 20_000, draft.plain_book(1), kind="VC")
    draft.correct(bill, "TT", 30_000)


def of_an_unknown_bill(draft: Draft) -> None:
    """A correction of a bill that is not in the snapshot counts nowhere, and is a finding."""
    customer = draft.plain("PC02AA9900076", "Cơ sở điều chỉnh hóa đơn không có", 40_000)
    unknown = customer.bill(draft.calendar.closed_months[0].plus(-1), 40_000, draft.plain_book(1))
    draft.correct(replace(unknown, issued=True), "TT", 100_000, made=draft.ago(0))


def one_period_cancelled(draft: Draft) -> None:
    """One of the two kỳ of a month is cancelled: half its days are left, so days weigh the average."""
    month, book = draft.ago(1), draft.plain_book(2)
    customer = draft.plain("PC02AA9900077", "Cơ sở bị hủy một kỳ", but(55_000, {month: None}), 2)
    _, second = customer.month(month, 55_000, book)
    draft.correct(second, "HB", -27_500)


def negative_month(draft: Draft) -> None:
    """TH takes more than the month's bill: the month stays negative."""
    customer, bill = _one_bill(draft, "PC02AA9900078", "Cơ sở tháng âm", 20_000, 1_000)
    customer.sheet.correct(bill, "TH", -5_000, made=draft.ago(0))


def _one_bill(
    draft: Draft, code: str, name: str, usual: int, kwh: int, month: Month | None = None
) -> tuple[Customer, Bill]:
    """A customer in a book of 1 kỳ, and its bill over ``kwh`` of ``month`` (the last but one)."""
    month = month or draft.ago(1)
    customer = draft.plain(code, name, but(usual, {month: None}))
    return customer, customer.bill(month, kwh, draft.plain_book(1))


CASES: tuple[Case, ...] = (
    cancelled,
    cancelled_and_reissued,
    added,
    given_back,
    made_later,
    of_a_reactive_bill,
    of_an_unknown_bill,
    one_period_cancelled,
    negative_month,
)
