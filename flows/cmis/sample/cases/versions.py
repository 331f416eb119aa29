"""Awkward cases of customers: new, ended, renamed, moved, under old codes."""

from __future__ import annotations

from flows.cmis.sample.cases.customer import but
from flows.cmis.sample.cases.draft import OLD, Case, Draft
from flows.cmis.sample.cases.sheet import Span


def new_with_registered_average(draft: Draft) -> None:
    """Came in the middle of the last month but one: A_TBINH judges."""
    draft.plain(
        "PC02AA9900020",
        "Cơ sở mới có sản lượng đăng ký",
        but(65_000, {draft.ago(1): 40_000}),
        since=draft.ago(1).day(10),
        registered=60_000,
    )


def new_with_enough_months(draft: Draft) -> None:
    """A partial first month counts: with the third bill the actual average judges, weighted by days."""
    draft.plain(
        "PC02AA9900021",
        "Cơ sở mới vừa đủ ba tháng",
        but(50_000, {draft.ago(4): 36_000}),
        since=draft.ago(4).day(10),
        registered=40_000,
    )


def new_without_registered_average(draft: Draft) -> None:
    """New, and the annex has no A_TBINH."""
    draft.plain("PC02AA9900022", "Cơ sở mới không đăng ký", 65_000, since=draft.ago(1).day(10))


def new_with_zero_average(draft: Draft) -> None:
    """New, and A_TBINH is 0: the same as none."""
    draft.plain("PC02AA9900023", "Cơ sở mới đăng ký bằng 0", 65_000, since=draft.ago(1).day(10), registered=0)


def new_with_two_contracts(draft: Draft) -> None:
    """New, with two contracts in force: their averages are added; a third contract has ended already."""
    since = draft.ago(1).day(10)
    customer = draft.plain("PC02AA9900024", "Cơ sở mới hai hợp đồng", 20_000, 2, since=since, registered=30_000)
    customer.contract("B", registered=25_000, agreed=2)
    customer.contract("C", registered=90_000, agreed=2, until=since.replace(day=20))


def new_under_the_old_decree(draft: Draft) -> None:
    """New in the second month of the sample: the first judged month, under the decree of 2013."""
    draft.plain(
        "PC02AA9900025",
        "Cơ sở mới cuối năm trước",
        but(30_000, {draft.ago(22): 20_000}),
        since=draft.ago(22).day(10),
        registered=60_000,
    )


def ended(draft: Draft) -> None:
    """Left in the middle of a month."""
    draft.plain("PC02AA9900026", "Cơ sở đã thanh lý", 40_000, until=draft.ago(3).day(16))


def renamed(draft: Draft) -> None:
    """A rename closes a version; an open one follows."""
    change = draft.ago(4).first
    customer = draft.plain("PC02AA9900027", "Cơ sở tên cũ", 60_000, version_until=change)
    customer.version(change, name="Cơ sở tên mới")


def moved_to_another_unit(draft: Draft) -> None:
    """The customer passes from PC02AA to PC02BB; its code stays."""
    change, here, there = draft.ago(4), draft.plain_book(2), draft.plain_book(2, "PC02BB")
    customer = draft.customer("PC02AA9900028", "Cơ sở chuyển đơn vị", version_until=change.first, agreed=2)
    customer.version(change.first, unit="PC02BB")
    point = customer.bare_point()
    point.belongs(customer, OLD)
    point.price(("SXBT",), OLD)
    point.stands(here, OLD, change.first)
    point.stands(there, change.first)
    for month in draft.calendar.closed_months:
        customer.month(month, 60_000, there if month >= change else here)


def between_two_versions(draft: Draft) -> None:
    """Not in force for some weeks, without bills, then back: an old customer with a gap."""
    left, back = draft.ago(5).day(15), draft.ago(3).day(10)
    book = draft.plain_book(1)
    customer = draft.customer("PC02AA9900029", "Cơ sở tạm ngừng rồi dùng lại", version_until=left, agreed=1)
    customer.version(back)
    customer.point(book)
    for month in draft.calendar.closed_months:
        if month == draft.ago(5):
            customer.bill(month, 18_000, book, span=Span(1, month.first, month.day(14)))
        elif month == draft.ago(3):
            customer.bill(month, 28_000, book, span=Span(1, back, month.last))
        elif month != draft.ago(4):
            customer.month(month, 40_000, book)


def closed_versions(draft: Draft) -> None:
    """The older version ends the day before the next begins; that day, a month's last, is the older row's."""
    change = draft.ago(4)
    customer = draft.plain("PC02AA9900030", "Cơ sở khoảng đóng", 40_000, version_until=change.plus(-1).last)
    customer.version(change.first)


def code_of_the_former_company(draft: Draft) -> None:
    """The code begins with PC01, the unit belongs to PC02."""
    draft.plain("PC01AA9900031", "Cơ sở mã PC01", 60_000, unit="PC01AA")


def legacy_codes(draft: Draft) -> None:
    """Customer codes of 11 and of 12 characters; their points have one digit more."""
    for code in ("PC02AA99032", "PC02AA990033"):
        customer = draft.customer(code, f"Cơ sở mã cũ {len(code)} ký tự", agreed=2)
        customer.point(draft.plain_book(2), "1")
        customer.bills(60_000, draft.plain_book(2))


def contract_ended(draft: Draft) -> None:
    """The contract's last day has passed, the customer is in force: judged."""
    customer = draft.customer("PC02AA9900034", "Cơ sở hợp đồng quá hạn", contract_until=draft.ago(7).first, agreed=2)
    customer.point(draft.plain_book(2))
    customer.bills(60_000, draft.plain_book(2))


def duplicate_version(draft: Draft) -> None:
    """The same version row twice: it counts once."""
    draft.plain("PC02AA9900035", "Cơ sở dòng trùng", 60_000).version(OLD)


def two_open_versions(draft: Draft) -> None:
    """Two open versions: from the day on which the later one begins, it counts."""
    customer = draft.plain("PC02AA9900036", "Cơ sở hai phiên bản mở", 40_000)
    customer.version(draft.ago(7).first, unit="PC02BB")


CASES: tuple[Case, ...] = (
    new_with_registered_average,
    new_with_enough_months,
    new_without_registered_average,
    new_with_zero_average,
    new_with_two_contracts,
    new_under_the_old_decree,
    ended,
    renamed,
    moved_to_another_unit,
    between_two_versions,
    closed_versions,
    code_of_the_former_company,
    legacy_codes,
    contract_ended,
    duplicate_version,
    two_open_versions,
)
