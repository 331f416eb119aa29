"""The text of a message.  Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from notifier.digest import customers
from notifier.digest.parts import parts
from notifier.digest.values import Change, Counts, Crossing, Edition, Figures, marker
from phanky import vietnamese as vi

NAMED = 5
"""How many customers each list of a message names."""

_YESTERDAY = timedelta(days=1)


def digest(figures: Figures, edition: Edition) -> tuple[str, ...]:
    """The message in parts that a chat takes, cut between lines, each with the marker."""
    body = [
        *_head(figures, edition),
        *_counts(figures),
        *_change(figures, edition),
        *_pressing(figures),
        *_crossing(figures),
        *_units(figures),
        f"{edition.hint}: {edition.link}",
    ]
    return parts(body, marker(edition))


def _head(figures: Figures, edition: Edition) -> Iterator[str]:
    yield f"KIỂM SOÁT PHÂN KỲ – {figures.name}"
    if edition.is_late:
        yield f"Tin ngày {vi.date(edition.business_date)}, gửi trễ"
    late = (edition.business_date - figures.data_day).days
    if late > 0:
        yield f"SỐ LIỆU CHƯA CẬP NHẬT: dưới đây là số liệu ngày {vi.date(figures.data_day)}, chậm {late} ngày"
    window = vi.months(figures.window_first, figures.month)
    provisional = " (tạm tính)" if figures.is_provisional else ""
    yield f"Số liệu CMIS đến {vi.moment(figures.local_taken_at)} · cửa sổ {window}{provisional}"


def _counts(figures: Figures) -> Iterator[str]:
    counts, change = figures.counts, figures.change
    closed = ""
    if figures.quarter is not None:
        closed = f" ({vi.quarter(figures.quarter)}: {vi.share(figures.quarter_share_right)})"
    right = f"đúng {vi.share(counts.share_right)}" if counts.share_right is not None else "chưa kết luận được"
    yield f"Ngoài sinh hoạt: {vi.number(counts.in_scope)} KH · {right}{closed}"
    shown = [
        ("thieu_ky", _with_difference(counts.too_few, change.too_few if change else None)),
        ("thua_ky", _with_difference(counts.too_many, change.too_many if change else None)),
        ("thoa_thuan", vi.number(counts.agreed)),
    ]
    if counts.not_enough_data:
        shown.append(("chua_du_du_lieu", vi.number(counts.not_enough_data)))
    yield " · ".join(f"{_verdict(figures, code)}: {count}" for code, count in shown)


def _verdict(figures: Figures, code: str) -> str:
    return figures.words.get(("verdict", code), code)


def _with_difference(count: int, difference: int | None) -> str:
    return f"{vi.number(count)} ({vi.number(difference, signed=True)})" if difference else vi.number(count)


def _change(figures: Figures, edition: Edition) -> Iterator[str]:
    change = figures.change
    if change is None:
        return
    if change.is_quiet:
        yield _quiet(change)
        return
    kinds = [f"{vi.number(change.new)} mới sai", f"{vi.number(change.settled)} đã xử lý xong"]
    if change.changed:
        kinds.append(f"{vi.number(change.changed)} sai theo cách khác")
    yield f"{_since(change, figures, edition)}: {', '.join(kinds)}"
    yield from (f"Mới: {customers.wrong(case)}" for case in change.new_cases[:NAMED])
    if change.settled_cases:
        yield f"Đã xong: {'; '.join(customers.who(*one) for one in change.settled_cases[:NAMED])}"
    for quarter, count in change.corrected:
        yield f"{vi.quarter(quarter)} đã chốt: {vi.number(count)} KH đổi kết luận từ tin trước"


def _quiet(change: Change) -> str:
    if change.is_same_release:
        return f"Chưa có số liệu mới sau tin trước (số liệu ngày {vi.date(change.since)})"
    return f"Không có thay đổi so với số liệu ngày {vi.date(change.since)}"


def _since(change: Change, figures: Figures, edition: Edition) -> str:
    is_another_month = change.month not in (None, figures.month)
    then = f"khi ấy xét đến {vi.month(change.month)}" if change.month and is_another_month else ""
    if change.since < edition.business_date - _YESTERDAY:
        told = ", ".join(part for part in (f"số liệu ngày {vi.date(change.since)}", then) if part)
        return f"Gộp nhiều ngày, so với tin trước ({told})"
    return f"So với {vi.date(change.since)} ({then})" if then else f"So với {vi.date(change.since)}"


def _pressing(figures: Figures) -> Iterator[str]:
    counts = figures.counts
    if not (counts.too_few or counts.too_many or figures.pressing):
        if counts.share_right is not None:
            yield "Không có khách hàng sai phân kỳ"
        return
    already = {case.customer_id for case in (figures.change.new_cases[:NAMED] if figures.change else ())}
    left = [case for case in figures.pressing if case.customer_id not in already][:NAMED]
    if left:
        yield "Cần xử lý trước:"
    yield from (f"- {customers.wrong_since(case)}" for case in left)


def _crossing(figures: Figures) -> Iterator[str]:
    found = figures.crossing
    if found is None or not found.count:
        return
    yield f"Sắp qua ngưỡng{_target(found)}: {vi.number(found.count)} KH"
    yield from (f"- {customers.warned(one, figures.words)}" for one in found.surest)


def _target(crossing: Crossing) -> str:
    return f" ở {vi.month(crossing.target_month)}" if crossing.target_month is not None else ""


def _units(figures: Figures) -> Iterator[str]:
    wrong = [unit for unit in figures.units if unit.counts.too_few or unit.counts.too_many]
    if wrong:
        yield "Theo đơn vị (kém nhất trước):"
    for unit in wrong:
        yield f"{unit.name}: {_of_unit(unit.counts)}"
    clean = [unit.name for unit in figures.units if unit not in wrong]
    if clean:
        yield f"Không có khách hàng sai: {', '.join(clean)}"


def _of_unit(counts: Counts) -> str:
    cases = f"thiếu {vi.number(counts.too_few)}, thừa {vi.number(counts.too_many)}"
    return f"đúng {vi.share(counts.share_right)} · {cases}"
