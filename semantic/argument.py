"""A verdict argued as a person would: months, average against thresholds, books, rule, conclusion.

Only numbers are put into sentences here; the words for verdicts, reasons and bases come from
``dim_words``, citations and thresholds from the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from phanky.vietnamese import month, months, number
from semantic.words import Words

Row = Mapping[str, Any]


def argue(row: Row, rule: Row, words: Words) -> tuple[str, ...]:
    """The argument for one verdict, one sentence a line, the conclusion among the last.

    Args:
        row: a row of ``fct_reading_period_compliance``.
        rule: the row of ``dim_rules`` whose rule_id the verdict carries.
        words: of the same release.
    """
    return tuple(_sentences(row, rule, words))


def _sentences(row: Row, rule: Row, words: Words) -> Iterator[str]:
    yield _consumption(row)
    if row["average_kwh"] is not None:
        yield from _average(row, words)
    yield from _books(row)
    if row["agreed_periods"] is not None:
        yield _agreement(row)
    yield _authority(rule)
    yield _conclusion(row, words)
    if row["wrong_since_month"] is not None:
        yield f"Sai từ {month(row['wrong_since_month'])}."
    if row["is_provisional"]:
        yield f"Tạm tính: {month(row['month'])} còn kỳ chưa lập hóa đơn xong."


def _consumption(row: Row) -> str:
    named = enumerate(_window(row), start=1)
    shown = (f"{month(name)} {_month(row[f'kwh_month_{place}'], row[f'days_month_{place}'])}" for place, name in named)
    return f"Điện năng: {'; '.join(shown)}."


def _window(row: Row) -> tuple[str, ...]:
    first, last = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (row["window_first_month"], row["month"]))
    return tuple(f"{index // 12}-{index % 12 + 1:02d}" for index in range(first, last + 1))


def _month(kwh: Decimal | None, days: int | None) -> str:
    if kwh is None:
        return "không có hóa đơn"
    return f"{number(kwh)} kWh ({days} ngày)" if days is not None else f"{number(kwh)} kWh"


@dataclass(frozen=True)
class _Measure:
    """What was compared, without dividing: ``used`` against a threshold times ``factor``.

    ``used_text`` and ``factor_text`` show the products as they are made; empty when the average itself judged.
    """

    sentence: str
    used: Decimal
    factor: int
    used_text: str = ""
    factor_text: str = ""

    def exactly(self, threshold: Decimal) -> str:
        allowed = threshold * self.factor
        relation = "bằng" if self.used == allowed else "lớn hơn" if self.used > allowed else "nhỏ hơn"
        return (
            f"So sánh không chia: {self.used_text} = {number(self.used)}, {relation} "
            f"{number(threshold)} kWh × {self.factor_text} = {number(allowed)}."
        )


def _average(row: Row, words: Words) -> Iterator[str]:
    measure = _measure(row, words)
    nearest = min(_thresholds(row), key=lambda threshold: abs(row["average_kwh"] - threshold))
    yield measure.sentence
    is_close = measure.used_text and row["distance_to_threshold_kwh"] == 0
    if is_close or (measure.used_text and not row["is_window_ordinary"]):
        yield measure.exactly(nearest)
    if row["threshold_periods"] is not None:
        yield (
            f"Ngưỡng: bình quân {_band(row, measure)} kWh/tháng ứng với {row['threshold_periods']} kỳ; "
            f"cách ngưỡng gần nhất ({number(nearest)}) {number(row['distance_to_threshold_kwh'])} kWh."
        )


def _measure(row: Row, words: Words) -> _Measure:
    count = len(_window(row))
    window = months(row["window_first_month"], row["month"])
    average = f"{number(row['average_kwh'])} kWh/tháng"
    kwh, days, covered = row["window_kwh"], row["window_days"], row["covered_days"]
    if row["day_weighted_average_kwh"] is None:
        sentence = f"{words.label('basis', 'hop_dong')}: {average}; chưa đủ hóa đơn của {window}."
        return _Measure(sentence, row["average_kwh"], 1)
    if row["is_window_ordinary"]:
        sentence = f"Bình quân {window}: {average}, tổng {number(kwh)} kWh."
        return _Measure(sentence, kwh, count, f"{number(kwh)} kWh", f"{count} tháng")
    sentence = (
        f"Bình quân {window} theo ngày: {average}, vì hóa đơn phủ {covered} ngày còn các tháng có {days} ngày; "
        f"chia đều là {number(row['plain_average_kwh'])} kWh/tháng."
    )
    used_text, factor_text = f"{number(kwh)} kWh × {days} ngày", f"{count} tháng × {covered} ngày"
    return _Measure(sentence, kwh * days, count * covered, used_text, factor_text)


def _thresholds(row: Row) -> tuple[Decimal, Decimal]:
    return row["lower_threshold_kwh"], row["upper_threshold_kwh"]


def _band(row: Row, measure: _Measure) -> str:
    """Both ends belong to the middle band."""
    lower, upper = _thresholds(row)
    if measure.used < lower * measure.factor:
        return f"dưới {number(lower)}"
    if measure.used > upper * measure.factor:
        return f"trên {number(upper)}"
    return f"từ {number(lower)} đến {number(upper)}"


def _books(row: Row) -> Iterator[str]:
    if row["actual_periods"] is None:
        return
    yield f"Sổ ghi chỉ số {row['book_codes']}: đang ghi {row['actual_periods']} kỳ/tháng."
    if row["has_mixed_books"]:
        yield "Các điểm đo nằm ở những sổ khác số kỳ; lấy số nhỏ nhất."
    if not row["has_schedule_history"]:
        yield "Số kỳ lấy từ danh mục sổ vì không có lịch ghi của tháng (không có lịch sử)."


def _agreement(row: Row) -> str:
    document = f" theo văn bản {row['agreement_document']}" if row["agreement_document"] else ""
    return f"Thỏa thuận đang hiệu lực: {row['agreed_periods']} kỳ{document}."


def _authority(rule: Row) -> str:
    mark = "" if rule["citation_is_verified"] else " (chưa kiểm chứng)"
    return f"Quy định: {rule['citation']}{mark}."


def _conclusion(row: Row, words: Words) -> str:
    verdict = words.label("verdict", row["verdict"])
    if row["reason"] is not None:
        return f"Kết luận: {verdict} ({words.label('reason', row['reason'])})."
    basis = f" ({words.label('basis', row['basis'])})" if row["basis"] is not None else ""
    return f"Kết luận: {verdict}, phải {row['required_periods']} kỳ, đang {row['actual_periods']} kỳ{basis}."
