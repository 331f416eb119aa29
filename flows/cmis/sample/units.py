"""The units of the company, with the weights by which the customers are spread over them."""

from __future__ import annotations

from dataclasses import dataclass

COMPANY = "PC02"


@dataclass(frozen=True)
class Unit:
    """A managing unit; ``weight`` is its share of the customers, in any scale."""

    code: str
    short_name: str
    weight: int

    @property
    def name(self) -> str:
        """TEN_DVIQLY."""
        return f"Điện lực {self.short_name}"


UNITS: tuple[Unit, ...] = (
    Unit("PC02AA", "Đông Hà", 420),
    Unit("PC02BB", "Thành Cổ", 120),
    Unit("PC02CC", "Gio Linh", 270),
    Unit("PC02DD", "Vĩnh Linh", 320),
    Unit("PC02FF", "Khe Sanh", 260),
    Unit("PC02GG", "Cam Lộ", 180),
    Unit("PC02HH", "Triệu Phong", 320),
    Unit("PC02KK", "Hải Lăng", 300),
    Unit("PC02LL", "ĐaKrông", 130),
    Unit("PC02MM", "Cồn Cỏ", 4),
    Unit("PC01AA", "Đồng Hới", 520),
    Unit("PC01BB", "Quảng Trạch", 720),
    Unit("PC01CC", "Quảng Ninh", 330),
    Unit("PC01DD", "Bố Trạch", 620),
    Unit("PC01EE", "Tuyên Hóa", 270),
    Unit("PC01FF", "Lệ Thủy", 480),
    Unit("PC01MM", "Minh Hóa", 160),
)


def spread(customers: int) -> tuple[int, ...]:
    """How many of ``customers`` (>= one a unit) each unit has; the largest unit takes what rounding leaves."""
    total = sum(unit.weight for unit in UNITS)
    counts = [max(1, customers * unit.weight // total) for unit in UNITS]
    largest = max(range(len(UNITS)), key=lambda i: UNITS[i].weight)
    counts[largest] += customers - sum(counts)
    return tuple(counts)
