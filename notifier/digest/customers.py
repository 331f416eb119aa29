"""One customer in one line, with the reason.  Pure."""

from __future__ import annotations

from collections.abc import Mapping

from notifier.digest.values import Case, Warned
from phanky import vietnamese as vi

NAME_LIMIT = 48
"""Characters of a customer's name."""

_BASES = {
    "thuc_te": "BQ {} kWh",
    "hop_dong": "đăng ký {} kWh",
    "thoa_thuan": "BQ {} kWh, có thỏa thuận",
}


def wrong(case: Case) -> str:
    """``PC02AA0001234 Cty A – BQ 63.410 kWh, đang 1 kỳ, phải 2 kỳ``."""
    basis = _BASES.get(case.basis, _BASES["thuc_te"]).format(vi.average(case.average_kwh))
    periods = f"đang {case.actual_periods} kỳ, phải {case.required_periods} kỳ"
    return f"{who(case.customer_id, case.customer_name)} – {basis}, {periods}"


def wrong_since(case: Case) -> str:
    """The same with the month since which it has been so."""
    since = f" (sai từ {vi.month(case.wrong_since_month)})" if case.wrong_since_month else ""
    return f"{wrong(case)}{since}"


def warned(one: Warned, words: Mapping[tuple[str, str], str]) -> str:
    """Where a customer is going, and how sure that is."""
    direction = words.get(("direction", one.direction), one.direction).lower()
    going = f"{direction} {vi.number(one.threshold_kwh, 0)} kWh"
    averages = f"BQ {vi.average(one.average_kwh)} → {vi.average(one.expected_average_kwh)}"
    return f"{who(one.customer_id, one.customer_name)} – {going}, {averages}, {_sureness(one)}"


def _sureness(one: Warned) -> str:
    if not one.past_warnings:
        return "độ chắc chưa rõ"
    return f"độ chắc {vi.share(one.hit_rate, 0)} ({vi.number(one.past_hits)}/{vi.number(one.past_warnings)} lần trước)"


def who(code: str, name: str) -> str:
    """Code and name; a name is data: it may neither break the line nor fill the message."""
    line = " ".join(name.split())
    short = line if len(line) <= NAME_LIMIT else f"{line[: NAME_LIMIT - 1].rstrip()}…"
    return f"{code} {short}".rstrip()
