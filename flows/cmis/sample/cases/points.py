"""Awkward cases of metering points, of the books they stand in, and of what their registers show."""

from __future__ import annotations

from flows.cmis.sample.cases.draft import OLD, Case, Draft
from flows.cmis.sample.cases.sheet import monthly


def several_points(draft: Draft) -> None:
    """Two points: their bills are added."""
    customer = draft.customer("PC02AA9900001", "Cơ sở hai điểm đo", agreed=1)
    book = draft.plain_book(1)
    for number, kwh in (("001", 30_000), ("002", 25_000)):
        customer.point(book, number)
        customer.bills(kwh, book)


def sub_meter(draft: Draft) -> None:
    """A sub-meter behind a main meter: the bills stand after the subtraction, the readings do not."""
    customer = draft.customer("PC02AA9900002", "Cơ sở có công tơ phụ", agreed=1)
    book = draft.plain_book(1)
    main, sub = customer.point(book, "001"), customer.point(book, "002", groups=("KDDV",))
    draft.add("HDG_QHE_DDO", MA_DDO_CHINH=main.code, MA_DDO_PHU=sub.code, LOAI_QHE="41", NGAY=OLD)
    for month in draft.calendar.closed_months:
        for point, read, billed in ((main, 45_000, 30_000), (sub, 15_000, 15_000)):
            point.reading(month, "KT", read)
            customer.bill(month, billed, book)


def mixed_books(draft: Draft) -> None:
    """One point is read twice a month, the other once: the smallest number counts."""
    customer = draft.customer("PC02AA9900003", "Cơ sở hai sổ khác kỳ", agreed=2)
    for number, periods in (("001", 2), ("002", 1)):
        customer.point(draft.plain_book(periods), number)
        customer.bills(30_000, draft.plain_book(periods))


def book_changed(draft: Draft) -> None:
    """The point moves from a book of 1 kỳ to one of 2 inside the window."""
    customer = draft.customer("PC02AA9900004", "Cơ sở chuyển sổ", agreed=2)
    one, two, moved = draft.plain_book(1), draft.plain_book(2), draft.ago(1).first
    point = customer.bare_point()
    point.belongs(customer, OLD)
    point.price(("KDDV",), OLD)
    point.stands(one, OLD, moved)
    point.stands(two, moved)
    for month in draft.calendar.closed_months:
        customer.month(month, 60_000, two if month.first >= moved else one)


def book_split_later(draft: Draft) -> None:
    """D_SOGCS says 2 kỳ today, but until four months ago the schedule had 1."""
    split = draft.ago(3)
    book = draft.book("PC02AA-99TACH", 2, spans=lambda month: monthly(2 if month >= split else 1)(month))
    customer = draft.customer("PC02AA9900005", "Cơ sở có sổ mới tách kỳ", agreed=2)
    customer.point(book)
    customer.bills(60_000, book)


def annex_differs(draft: Draft) -> None:
    """The annex says 2 kỳ, the book 1, the consumption 1: the annex is a finding, not an agreement."""
    book = draft.plain_book(1)
    customer = draft.customer("PC02AA9900006", "Cơ sở phụ lục khác sổ", agreed=2, registered=30_000)
    customer.point(book)
    customer.bills(30_000, book)


def one_code_two_books(draft: Draft) -> None:
    """The book code SPHU3KY exists in two units, with 3 kỳ and with 1."""
    for unit, periods in (("PC02AA", 3), ("PC02BB", 1)):
        book = draft.book("SPHU3KY", periods, unit=unit)
        customer = draft.customer(f"{unit}9900007", f"Cơ sở sổ SPHU3KY {periods} kỳ", unit=unit, agreed=periods)
        customer.point(book)
        customer.bills(120_000, book)


def owner_changed(draft: Draft) -> None:
    """A point passes to a new customer; its code, and the book's row, still name the old one."""
    change, book = draft.ago(6).first, draft.plain_book(2)
    old = draft.customer("PC02AA9900008", "Chủ cũ của điểm đo", until=change, agreed=2)
    new = draft.customer("PC02AA9900009", "Chủ mới của điểm đo", since=change, registered=60_000, agreed=2)
    point = old.bare_point()
    point.belongs(old, OLD, change)
    point.belongs(new, change)
    point.stands(book, OLD)
    point.price(("KDDV",), OLD)
    for customer in (old, new):
        customer.bills(60_000, book)


def no_book(draft: Draft) -> None:
    """The point was taken out of its book and put into no other."""
    customer = draft.customer("PC02AA9900010", "Cơ sở không còn sổ", agreed=2)
    point, book = customer.bare_point(), draft.plain_book(2)
    point.belongs(customer, OLD)
    point.stands(book, OLD, draft.ago(2).first)
    point.price(("SXBT",), OLD)
    customer.bills(60_000, book)


def inactive_book(draft: Draft) -> None:
    """A book marked inactive counts while points stand in it."""
    book = draft.book("PC02AA-99NGUNG", 2, active=0)
    customer = draft.customer("PC02AA9900011", "Cơ sở trong sổ ngừng dùng", agreed=2)
    customer.point(book)
    customer.bills(60_000, book)


def no_schedule(draft: Draft) -> None:
    """A book without any schedule: SO_KY counts, marked as without history."""
    book = draft.book("PC02AA-99KHONGLICH", 2, scheduled=False)
    customer = draft.customer("PC02AA9900012", "Cơ sở sổ không có lịch", agreed=2)
    customer.point(book)
    customer.bills(60_000, book)


def boundary(draft: Draft) -> None:
    """All books are of another kind than KH: a boundary point, out of scope."""
    book = draft.book("PC02AA-99TP", 3, kind="TP")
    customer = draft.customer("PC02AA9900013", "Điểm đo ranh giới")
    customer.point(book)
    customer.bills(900_000, book)


def partly_boundary(draft: Draft) -> None:
    """One book of kind DN, one of kind KH: judged."""
    customer = draft.customer("PC02AA9900014", "Cơ sở có một điểm đầu nguồn", agreed=2)
    for number, book in (("001", draft.plain_book(2)), ("002", draft.book("PC02AA-99DN", 2, kind="DN"))):
        customer.point(book, number)
        customer.bills(30_000, book)


def codes_like_numbers(draft: Draft) -> None:
    """Book codes NULL, 1E5 and 0012 are codes; 0012 is not the book 12."""
    customer = draft.customer("PC02AA9900015", "Cơ sở sổ mã lạ", agreed=2)
    for number, code in (("001", "NULL"), ("002", "1E5"), ("003", "0012")):
        book = draft.book(code, 2)
        customer.point(book, number)
        customer.bills(20_000, book)
    other, twelve = draft.customer("PC02AA9900016", "Cơ sở sổ 12", agreed=1), draft.book("12", 1)
    other.point(twelve)
    other.bills(60_000, twelve)


def closed_book_versions(draft: Draft) -> None:
    """The row of the old book ends the day before the next begins; that day, a month's last, is the older row's."""
    customer = draft.customer("PC02AA9900017", "Cơ sở chuyển sổ, khoảng đóng", agreed=2)
    one, two, moved = draft.plain_book(1), draft.plain_book(2), draft.ago(4)
    point = customer.bare_point()
    point.belongs(customer, OLD)
    point.price(("KDDV",), OLD)
    point.stands(one, OLD, moved.plus(-1).last)
    point.stands(two, moved.first)
    for month in draft.calendar.closed_months:
        customer.month(month, 60_000, two if month >= moved else one)


def registers(draft: Draft) -> None:
    """SG is the total of BT, CD, TD; VC is reactive; BTN runs the other way: none of them is consumption."""
    customer = draft.customer("PC02AA9900018", "Cơ sở có điện mặt trời mái nhà", agreed=1)
    book = draft.plain_book(1)
    point = customer.point(book)
    customer.bills(45_000, book)
    shown = {"BT": 25_000, "CD": 12_000, "TD": 8_000, "SG": 45_000, "VC": 15_000, "BTN": 6_000}
    for month in draft.calendar.closed_months:
        for register, kwh in shown.items():
            point.reading(month, register, kwh)


def one_business_point(draft: Draft) -> None:
    """One residential point and one of business: non-residential, and all kWh count."""
    customer = draft.customer("PC02AA9900019", "Nhà ở kiêm cửa hàng", organisation=False, agreed=1)
    book = draft.plain_book(1)
    for number, group, kwh in (("001", "SHBT", 20_000), ("002", "KDDV", 35_000)):
        customer.point(book, number, groups=(group,))
        customer.bills(kwh, book)


CASES: tuple[Case, ...] = (
    several_points,
    sub_meter,
    mixed_books,
    book_changed,
    book_split_later,
    annex_differs,
    one_code_two_books,
    owner_changed,
    no_book,
    inactive_book,
    no_schedule,
    boundary,
    partly_boundary,
    codes_like_numbers,
    closed_book_versions,
    registers,
    one_business_point,
)
