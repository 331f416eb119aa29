"""Khách hàng sai phân kỳ: the list, what is chosen from it, and what is taken away."""

from __future__ import annotations

from phanky import vietnamese as vi

NAME = "Khách hàng sai phân kỳ"
SHORT = "Danh sách"

UNIT, CODE, CUSTOMER, BOOK, PRICE_GROUP = "Đơn vị", "Mã KH", "Tên khách hàng", "Sổ", "Nhóm giá"
AVERAGE, ACTUAL, REQUIRED = "Bình quân (kWh)", "Kỳ hiện tại", "Kỳ đúng"
VERDICT, SINCE, MONTH, FINDING, SEARCH, SORT = "Kết luận", "Sai từ", "Tháng, quý", "Phát hiện", "Tìm", "Sắp xếp"

SEARCH_HINT = "Mã hoặc tên, không cần dấu"
ALL_UNITS, ALL_GROUPS, ANY, NO_FINDING = "Mọi đơn vị", "Mọi nhóm giá", "Bất kỳ", "Không lọc"
WRONG, ALL_VERDICTS = "Sai phân kỳ", "Mọi kết luận"
MORE_FILTERS, SHOW, CLEAR = "Lọc thêm", "Xem", "Bỏ mọi bộ lọc"
FILTERS, ROWS, PAGES, TAKE_AWAY = "Bộ lọc đang dùng", "Danh sách khách hàng", "Trang của danh sách", "Tải về"
EXCEL, CSV, PROPOSAL = "Excel", "CSV", "Danh sách đề nghị (Excel)"
GRID, PLAIN = "Bảng cuộn", "Bảng từng trang"
PREVIOUS, NEXT, FIRST, LAST = "Trang trước", "Trang sau", "Trang đầu", "Trang cuối"
PROVISIONAL = "tạm tính: còn kỳ chưa lập hóa đơn"
TO_ALL_VERDICTS = "Tìm trong mọi kết luận"
ASCENDING, DESCENDING = "tăng dần", "giảm dần"

MAKING = "Đang tạo tệp, {seconds} giây"
TAKING = "Đang tải về, {kilobytes} KB"
DONE = "Đã tải xong"
FAILED = "Không tải được tệp. Thử lại, hoặc lọc bớt."

SHEET, PROPOSAL_NAME = "Danh sách", "Danh sách đề nghị điều chỉnh phân kỳ"
RELEASE, TAKEN_AT, CHOSEN, TAKEN_BY, TAKEN_WHEN, COUNT = (
    "Bản phát hành",
    "Số liệu CMIS đến",
    "Bộ lọc",
    "Người xuất",
    "Xuất lúc",
    "Số dòng",
)

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PROPOSAL_TITLE = "DANH SÁCH ĐỀ NGHỊ ĐIỀU CHỈNH PHÂN KỲ GHI CHỈ SỐ"
NUMBER, PROPOSED, GROUNDS, REMARK = "STT", "Kỳ đề nghị", "Căn cứ", "Ghi chú"
NOBODY_TO_PROPOSE = "Không có khách hàng nào cần điều chỉnh."
DAY = "………………, ngày …… tháng …… năm ………"
SIGNERS = ("NGƯỜI LẬP", "PHỤ TRÁCH KINH DOANH", "LÃNH ĐẠO ĐƠN VỊ")
SIGN_HERE = "(Ký, ghi rõ họ tên)"
UNVERIFIED = "chưa đối chiếu nguyên văn"


def customers(count: int) -> str:
    """How many there are."""
    return f"{vi.number(count)} khách hàng"


def window(first: str, last: str) -> str:
    """Of which months a verdict is."""
    return f"{vi.month(last)}, cửa sổ {vi.months(first, last)}"


def in_quarter(quarter: str, month: str) -> str:
    """The quarterly review, told by its month."""
    return f"{vi.quarter(quarter)} (xét theo {vi.month(month)})"


def month_option(month: str, quarter: str, *, ends_quarter: bool, is_provisional: bool) -> str:
    """A month to choose."""
    ends = f" – chốt {vi.quarter(quarter)}" if ends_quarter else ""
    return f"{vi.month(month)}{ends}{' (tạm tính)' if is_provisional else ''}"


def periods(count: int) -> str:
    """A number of kỳ to choose."""
    return f"{count} kỳ"


def range_of(first: int, last: int, count: int) -> str:
    """Which rows stand here."""
    return f"Dòng {vi.number(first)}–{vi.number(last)} trong {vi.number(count)}"


def page_of(page: int, pages: int) -> str:
    """Which page this is."""
    return f"Trang {vi.number(page)}/{vi.number(pages)}"


def without(filter_name: str) -> str:
    """What a tap on an active filter does, for those who hear it."""
    return f"Bỏ lọc {filter_name}"


def unknown(what: str, value: str) -> str:
    """A value in the address that there is not."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in value[:60])
    return f"Bỏ qua {what.lower()} “{shown}”: không có, hoặc ngoài phạm vi được xem."


def sort_by(heading: str, *, descending: bool) -> str:
    """A way to sort."""
    return f"{heading}, {DESCENDING if descending else ASCENDING}"


def not_searchable(release_id: str) -> str:
    """A release made before names could be searched."""
    return f"Bản {release_id} chưa tìm và xếp theo tên được. Chạy “phanky run” để có bản mới."


def nobody(words: str | None) -> str:
    """Nothing fits."""
    if words is not None:
        return f"Không có khách hàng nào trong danh sách này khớp “{words}”."
    return "Không có khách hàng nào như vậy trong tháng này."


def proposal_period(quarter: str, month: str, first: str, *, ends_quarter: bool) -> str:
    """Under the title of the form: the quarter that it settles, or which early view it is of."""
    if ends_quarter:
        return f"Kỳ kiểm tra {vi.quarter(quarter).replace('Q', 'Quý ')} (cửa sổ {vi.months(first, month)})"
    early = vi.quarter(quarter).replace("Q", "Quý ")
    return f"Xem sớm cho {early}: {vi.month(month)} (cửa sổ {vi.months(first, month)})"


def since_remark(month: str | None, *, is_provisional: bool) -> str:
    """Beside a proposal: how long it has been wrong."""
    since = f"Sai từ {vi.month(month)}" if month is not None else ""
    return ", ".join(filter(None, (since, "tháng tạm tính" if is_provisional else "")))
