"""What the page of early warning says."""

from __future__ import annotations

from decimal import Decimal

from phanky import vietnamese as vi

NAME = "Cảnh báo sớm"
SHORT = "Cảnh báo"

UNIT, THRESHOLD, DIRECTION, SHOW = "Đơn vị", "Ngưỡng", "Chiều", "Xem"
ALL_UNITS, ALL_THRESHOLDS, ALL_DIRECTIONS = "Tất cả đơn vị", "Cả hai ngưỡng", "Cả hai chiều"
FILTERS = "Chọn đơn vị, ngưỡng, chiều"
CROSSINGS = "Chọn ngưỡng và chiều"
SIGNS = {"tang": "↗", "giam": "↘"}

TABLE = "Khách hàng dự kiến qua ngưỡng"
CUSTOMER, PERIODS, SURENESS = "Khách hàng", "Số kỳ", "Độ chắc"
NEVER = "chưa rõ"
NOBODY = "Không khách hàng nào dự kiến qua ngưỡng."
NOBODY_HERE = "Không khách hàng nào dự kiến qua ngưỡng như đã chọn."
EVERYONE = "Bỏ bộ lọc"
TAKE_AWAY = "Tải Excel"
MAKING, TAKING = "Đang lập tệp… {seconds} s", "Đang tải… {kilobytes} KB"
DONE, FAILED = "Đã tải xong.", "Không tải được. Thử lại sau ít phút."

METHOD = "Cách dự kiến"
HOW = (
    "Tháng tới = tháng gần nhất × mức đổi giữa hai tháng ấy năm trước, không quá gấp đôi, không dưới một nửa. "
    "Chưa có năm trước thì lấy bằng tháng gần nhất; hóa đơn tháng gần nhất có số ngày bất thường thì lấy bằng bình "
    "quân ba tháng gần nhất. Bình quân dự kiến gồm tháng tới và các tháng đã có hóa đơn của cửa sổ."
)
SURE = (
    "Độ chắc là tỷ lệ đã xảy ra đúng của những lần báo cùng ngưỡng, cùng chiều, cùng sát hay cùng xa ngưỡng trong các "
    "quý đã khép. Khách hàng chưa có bình quân thực tế thì không dự kiến."
)

QUALITY = "Dự kiến trước đây đúng bao nhiêu"
NO_QUALITY = "Chưa có quý nào đã khép để đối chiếu."
BY_QUARTER = "Từng quý"
PREDICTED, HAPPENED, HITS = "Đã báo", "Đã xảy ra", "Báo đúng"
PRECISION, RECALL = "Báo thì đúng", "Xảy ra thì đã báo"
SHARES = (
    "Mỗi lần là một khách hàng ở một tháng. “Báo thì đúng” = báo đúng ÷ đã báo; “xảy ra thì đã báo” = báo đúng ÷ đã "
    "xảy ra. Mỗi tháng được dự kiến từ hóa đơn đến hết tháng liền trước."
)

SHEET = "Cảnh báo sớm"
CODE, TARGET = "Mã khách hàng", "Tháng dự kiến"
THRESHOLD_KWH, AVERAGE_NOW, AVERAGE_EXPECTED = "Ngưỡng, kWh", "Bình quân nay, kWh", "Bình quân dự kiến, kWh"
EXPECTED_KWH, SOURCE = "Tháng tới, kWh", "Cách dự kiến tháng tới"
ACTUAL, PERIODS_NOW, PERIODS_THEN = "Kỳ đang ghi", "Kỳ theo ngưỡng nay", "Kỳ theo ngưỡng tới"
PAST_HITS, PAST_WARNINGS = "Số lần đúng", "Số lần báo"
RELEASE, TAKEN_AT, CHOSEN, COUNT = "Bản phát hành", "Số liệu CMIS đến", "Bộ lọc", "Số dòng"
TAKEN_BY, TAKEN_WHEN = "Người tải", "Tải lúc"


def head(count: int, target_month: str, month: str) -> str:
    """What the page is about."""
    return (
        f"{vi.number(count)} khách hàng dự kiến có bình quân qua ngưỡng ở {vi.month(target_month)}, "
        f"tính từ hóa đơn đến hết {vi.month(month)}."
    )


def crossing(direction: str, kwh: str) -> str:
    """``Tăng qua ngưỡng 50.000``."""
    return f"{direction} {kwh}"


def average(month: str, *, expected: bool = False) -> str:
    """Heading of an average: of the window that ends with the month."""
    return f"Bình quân {'dự kiến ' if expected else ''}đến {vi.month(month)}"


def to_come(month: str) -> str:
    """Heading of the energy to come."""
    return f"Sản lượng {vi.month(month)} dự kiến"


def step(factor: Decimal) -> str:
    """How the month to come was made of the last one."""
    percent = vi.share(factor - 1, 1, signed=True)
    return f"{percent} như năm trước" if factor != 1 else "không đổi, như năm trước"


def periods(now: int, then: int) -> str:
    """What the thresholds ask for, now and then."""
    return f"{now} → {then}"


def book(actual: int | None, then: int) -> str:
    """Whether the reading book would be right."""
    if actual is None:
        return "không có sổ"
    return f"sổ {actual} kỳ, khi đó khớp" if actual == then else f"sổ {actual} kỳ, khi đó chưa khớp"


def past(hits: int, warnings: int) -> str:
    """The cases behind a hit rate."""
    return f"{vi.number(hits)}/{vi.number(warnings)} lần trước" if warnings else "chưa có lần nào như vậy"


def compared(first: str, last: str) -> str:
    """Which quarters are compared."""
    if first == last:
        return f"{vi.quarter(first)}, so với cách đơn giản nhất: tháng tới như ba tháng gần nhất."
    return f"{vi.quarter(first)} đến {vi.quarter(last)}, so với cách đơn giản nhất: tháng tới như ba tháng gần nhất."


def better(kwh: str, recall: str, simplest_recall: str, precision: str, simplest_precision: str) -> str:
    """Ours beside the simplest, where it is better on the whole."""
    return (
        f"Ngưỡng {kwh} kWh: báo trước được {recall} số lần qua ngưỡng (cách đơn giản: {simplest_recall}); "
        f"trong các lần đã báo, {precision} xảy ra đúng (cách đơn giản: {simplest_precision})."
    )


def not_better(kwh: str) -> str:
    """Ours is no better."""
    return f"Ngưỡng {kwh} kWh: dự kiến này chưa tốt hơn cách đơn giản “như ba tháng gần nhất”. Nên xem kỹ từng hồ sơ."


def page(number: int, pages: int) -> str:
    """Where in the list."""
    return f"Trang {number}/{pages}"


def no_such(what: str, name: str) -> str:
    """Something that was asked for and is not there."""
    return f"Không có {what.lower()} “{name}” trong phạm vi được xem. Chọn trong danh sách."


def no_such_page(name: str) -> str:
    """A page beyond the list."""
    return f"Trang “{name}” không hợp lệ. Dùng số từ 1."
