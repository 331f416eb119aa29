"""The day's message: figures in, plain Vietnamese text out.  Pure; nothing here reads or sends."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from phanky import vietnamese as vi

PART_LIMIT = 2_000
"""Characters that Chat eOffice takes in one message."""

PRESSING = 5
"""How many customers a message names."""

NAME_LIMIT = 48
"""Characters of a customer's name."""


@dataclass(frozen=True)
class Counts:
    """Customers of one month by verdict; ``share_right`` is between 0 and 1, None when nobody can be judged."""

    in_scope: int
    too_few: int
    too_many: int
    agreed: int
    not_enough_data: int
    share_right: float | None


@dataclass(frozen=True)
class Case:
    """One customer with the wrong number of kỳ."""

    customer_id: str
    customer_name: str
    average_kwh: Decimal | None
    actual_periods: int
    required_periods: int
    basis: str = "thuc_te"
    wrong_since_month: str | None = None


@dataclass(frozen=True)
class Change:
    """What differs from an earlier release, whose data are of ``since``."""

    since: date
    too_few: int
    too_many: int
    new: int
    settled: int
    new_cases: tuple[Case, ...] = ()


@dataclass(frozen=True)
class UnitLine:
    """One unit in the company's list."""

    name: str
    counts: Counts


@dataclass(frozen=True)
class Figures:
    """Everything a message says.

    Attributes:
        month: the newest judged month, ``2026-10``; ``window_first`` is the first of its window.
        quarter: the last closed quarter with its share right, or None when there is none yet.
        pressing: the most pressing customers, worst first.
        units: for the company's message, worst first.
    """

    name: str
    taken_at: datetime
    as_of: date
    month: str
    window_first: str
    is_provisional: bool
    counts: Counts
    quarter: str | None = None
    quarter_share_right: float | None = None
    pressing: tuple[Case, ...] = ()
    units: tuple[UnitLine, ...] = ()
    change: Change | None = None
    timezone: str = "Asia/Ho_Chi_Minh"


@dataclass(frozen=True)
class Edition:
    """For whom and for which day a message is; ``link`` leads to the list behind it."""

    kind: Literal["unit", "company"]
    recipient: str
    business_date: date
    link: str
    hint: str = field(default="Xem")


def marker(edition: Edition) -> str:
    """The text by which a sent message is found again: equal for equal kind, recipient and day."""
    key = f"{edition.kind}|{edition.recipient}|{edition.business_date.isoformat()}"
    return f"#PK-{edition.business_date:%Y%m%d}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def digest(figures: Figures, edition: Edition) -> tuple[str, ...]:
    """The message in parts of at most :data:`PART_LIMIT` characters, cut between lines, each with the marker."""
    body = [*_head(figures, edition), *_counts(figures), *_change(figures.change), *_cases(figures), *_units(figures)]
    return _parts([*body, f"{edition.hint}: {edition.link}"], marker(edition))


def _head(figures: Figures, edition: Edition) -> Iterator[str]:
    yield f"KIỂM SOÁT PHÂN KỲ – {figures.name}"
    late = (edition.business_date - _local_day(figures)).days
    if late > 0:
        yield f"SỐ LIỆU CHƯA CẬP NHẬT: dưới đây là số liệu ngày {vi.date(_local_day(figures))}, trễ {late} ngày"
    window = vi.months(figures.window_first, figures.month)
    provisional = " (tạm tính)" if figures.is_provisional else ""
    yield f"Số liệu CMIS đến {vi.moment(_local(figures))} · cửa sổ {window}{provisional}"


def _local_day(figures: Figures) -> date:
    # An as-of date in the past (a rerun of an old snapshot) is older data, however late it was taken.
    return min(figures.as_of, _local(figures).date())


def _local(figures: Figures) -> datetime:
    return figures.taken_at.astimezone(ZoneInfo(figures.timezone))


def _counts(figures: Figures) -> Iterator[str]:
    counts, change = figures.counts, figures.change
    closed = ""
    if figures.quarter is not None:
        closed = f" ({vi.quarter(figures.quarter)}: {vi.share(figures.quarter_share_right)})"
    right = f"đúng {vi.share(counts.share_right)}" if counts.share_right is not None else "chưa kết luận được"
    yield f"Ngoài sinh hoạt: {vi.number(counts.in_scope)} KH · {right}{closed}"
    too_few = _with_difference(counts.too_few, change.too_few if change else None)
    too_many = _with_difference(counts.too_many, change.too_many if change else None)
    line = f"Thiếu kỳ: {too_few} · Thừa kỳ: {too_many} · Thỏa thuận: {vi.number(counts.agreed)}"
    unknown = f" · Chưa đủ dữ liệu: {vi.number(counts.not_enough_data)}" if counts.not_enough_data else ""
    yield line + unknown


def _with_difference(count: int, difference: int | None) -> str:
    return f"{vi.number(count)} ({vi.number(difference, signed=True)})" if difference else vi.number(count)


def _change(change: Change | None) -> Iterator[str]:
    if change is None:
        return
    if change.new == change.settled == 0:
        yield f"Không có thay đổi so với số liệu ngày {vi.date(change.since)}"
        return
    yield f"So với {vi.date(change.since)}: {vi.number(change.new)} mới sai, {vi.number(change.settled)} đã xử lý xong"
    for case in change.new_cases[:PRESSING]:
        yield f"Mới: {_case(case)}"


def _cases(figures: Figures) -> Iterator[str]:
    already = {case.customer_id for case in (figures.change.new_cases[:PRESSING] if figures.change else ())}
    left = [case for case in figures.pressing if case.customer_id not in already][:PRESSING]
    if left:
        yield "Cần xử lý trước:"
    for case in left:
        since = f" (sai từ {vi.month(case.wrong_since_month)})" if case.wrong_since_month else ""
        yield f"- {_case(case)}{since}"


_BASES = {
    "thuc_te": "BQ {} kWh",
    "hop_dong": "đăng ký {} kWh",
    "thoa_thuan": "BQ {} kWh, có thỏa thuận",
}


def _case(case: Case) -> str:
    basis = _BASES[case.basis].format(vi.number(case.average_kwh, 0))
    periods = f"đang {case.actual_periods} kỳ, phải {case.required_periods} kỳ"
    # A name is data: it may neither break the line nor fill the message.
    name = " ".join(case.customer_name.split())
    short = name if len(name) <= NAME_LIMIT else f"{name[: NAME_LIMIT - 1].rstrip()}…"
    return f"{case.customer_id} {short} – {basis}, {periods}"


def _units(figures: Figures) -> Iterator[str]:
    wrong = [unit for unit in figures.units if unit.counts.too_few or unit.counts.too_many]
    if wrong:
        yield "Theo đơn vị (kém nhất trước):"
    for unit in wrong:
        counts = unit.counts
        cases = f"thiếu {vi.number(counts.too_few)}, thừa {vi.number(counts.too_many)}"
        yield f"{unit.name}: đúng {vi.share(counts.share_right)} · {cases}"
    clean = [unit.name for unit in figures.units if unit not in wrong]
    if clean:
        yield f"Không có khách hàng sai: {', '.join(clean)}"


def _parts(lines: list[str], foot: str) -> tuple[str, ...]:
    room = PART_LIMIT - len(f"\n{foot} 99/99")
    parts: list[list[str]] = [[]]
    for line in lines:
        short = line if len(line) <= room else line[: room - 1] + "…"
        if len("\n".join([*parts[-1], short])) > room:
            parts.append([])
        parts[-1].append(short)
    if len(parts) == 1:
        return ("\n".join([*parts[0], foot]),)
    return tuple("\n".join([*part, f"{foot} {n}/{len(parts)}"]) for n, part in enumerate(parts, 1))
