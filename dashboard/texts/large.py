"""What the page of large and key customers says."""

from __future__ import annotations

from phanky import vietnamese as vi

NAME = "Khách hàng lớn, trọng điểm"
SHORT = "KH lớn"

PERIOD, UNIT, GROUP, CHANGE = "Kỳ", "Đơn vị", "Nhóm giá", "Nếu mỗi khách hàng"
MONTHS, QUARTERS = "Tháng", "Quý"
ALL_UNITS, ALL_GROUPS = "Tất cả đơn vị", "Tất cả nhóm giá"
SHOW = "Xem"
FILTERS = "Chọn kỳ, đơn vị, nhóm giá"
KINDS = "Chọn khách hàng"

EVERYONE, LARGE, KEY = "Tất cả", "Khách hàng lớn", "Trọng điểm"
PARETO = "Sản lượng dồn vào ai"
OWN, BEFORE = "khách hàng này", "các khách hàng xếp trước"
TABLE = "Từng khách hàng"
LOAD = "Phụ tải theo nhóm giá, 12 tháng"
LOAD_SCALE = "Mỗi nhóm một thang đo riêng; số bên phải là tháng cuối."
MORE_LOAD = "Xem mọi nhóm giá ở Khám phá"

PLACE, CUSTOMER, KWH, UNIT_SHARE, WHOLE_SHARE = "Hạng", "Khách hàng", "Sản lượng, kWh", "Trong đơn vị", "Lũy kế"
VERDICT, KEY_BADGE = "Kết luận", "Trọng điểm"
NO_GROUP = "Chưa rõ nhóm giá"
EXCEL, SHEET, CODE, REMARK = "Tải Excel", "Khách hàng lớn", "Mã khách hàng", "Ghi chú"
GROWTH_MONTH, GROWTH_YEAR = "{month} so với tháng trước", "{month} so với cùng tháng năm trước"
RELEASE, TAKEN_AT, CHOSEN = "Bản phát hành", "Số liệu CMIS đến", "Bộ lọc"
TAKEN_BY, TAKEN_WHEN = "Người tải", "Tải lúc"
PROVISIONAL = "Kỳ này còn tạm tính."

NO_KEY = "Chưa có khách hàng trọng điểm nào trong phạm vi này. Người quản trị nhập danh sách bằng lệnh:"
NO_KEY_COMMAND = "phanky import key-customers DANH_SÁCH.xlsx"
NOBODY = "Không có khách hàng nào như đã chọn trong kỳ này."
EVERY_CUSTOMER = "Bỏ bộ lọc"
NO_LOAD = "Chưa có sản lượng trong 12 tháng này."


def head(period: str, where: str) -> str:
    """What the figures are of."""
    return f"{period} · {where}. Tỷ trọng tính trên sản lượng các khách hàng mà đơn vị đang quản lý."


def large(threshold_kwh: float) -> str:
    """From where on a customer is large."""
    return f"từ {vi.number(threshold_kwh)} kWh/tháng"


def part(share: str) -> str:
    """Of everything in view."""
    return f"{share} sản lượng"


def growth_month(month: str, before: str) -> str:
    """Heading of the growth on the month before."""
    return f"{vi.month(month)} so với {vi.month(before)}"


def growth_year(month: str, year_before: str) -> str:
    """Heading of the growth on the year before."""
    return f"{vi.month(month)} so với {vi.month(year_before)}"


def change(percent: int) -> str:
    """A change of a customer's consumption."""
    if percent == -100:
        return "ngừng dùng điện"
    return f"{'tăng' if percent > 0 else 'giảm'} {abs(percent)} %"


def effect(percent: int) -> str:
    """Heading: what the change of one customer does to its unit."""
    return f"Nếu {change(percent)}, đơn vị thay đổi"


def influence(name: str, unit: str, percent: int, kwh: str, share: str) -> str:
    """The effect of the first customer's change in a sentence."""
    return f"Ví dụ: {name} {change(percent)} thì sản lượng {unit} thay đổi {kwh} kWh, tức {share}."


def pareto(count: int, share: str, first: str, first_share: str) -> str:
    """The chart in words."""
    if count == 1:
        return f"{first} dùng {first_share} sản lượng của phạm vi đang xem."
    return f"{count} khách hàng đầu dùng {share} sản lượng của phạm vi đang xem; đứng đầu là {first} với {first_share}."


def pareto_column(place: int, name: str, own: str, so_far: str) -> str:
    """One column of the chart."""
    return f"{place}. {name}: {own}, lũy kế {so_far}"


def load(group: str, first: str, last: str, highest: str, highest_kwh: str) -> str:
    """One row of the load in words."""
    return f"{group}, {vi.months(first, last)}: cao nhất {vi.month(highest)}, {highest_kwh} kWh"


def page(number: int, pages: int, count: int) -> str:
    """Where in the list."""
    return f"Trang {number}/{pages} · {vi.number(count)} khách hàng"


def no_such_period(name: str, first: str, last: str) -> str:
    """A month or quarter that is not judged."""
    return f"Kỳ “{name}” chưa xét. Có từ {vi.month(first)} đến {vi.month(last)}, và các quý trong đó."


def no_such(what: str, name: str) -> str:
    """Something that was asked for and is not there."""
    return f"Không có {what} “{name}” trong phạm vi được xem. Chọn trong danh sách."


def no_such_change(name: str, known: str) -> str:
    """A change that is not offered."""
    return f"Mức thay đổi “{name}” không hợp lệ. Dùng một trong: {known}."


def no_such_page(name: str) -> str:
    """A page beyond the list."""
    return f"Trang “{name}” không hợp lệ. Dùng số từ 1."
