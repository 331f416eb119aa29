"""CHUOI_GIA, the price string: ``BCS: pct%*[price-]GROUP[-CLASS] [+ pct%*…] [; BCS: …]``.

>>> [part.group for part in parse("KT: 50%*1518-SXBT-A + 50%*SHBT-A")]
['SXBT', 'SHBT']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_TOKEN = re.compile(r"\s*(?:(?P<word>[\w.,]+)|(?P<mark>[:%*+;-]))")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_NAME = re.compile(r"\w+")
_END = "hết chuỗi"
_WHOLE_PERCENT = Decimal(100)


@dataclass(frozen=True)
class PricePart:
    """One share of one register.

    Attributes:
        register: LOAI_BCS, such as KT, BT, CD, TD.
        percent: share of the register's kWh, above 0 and at most 100.
        price: đồng per kWh as written, or None; it plays no part in judging.
        group: MA_NHOMNN, such as SXBT.
        price_class: MA_NGIA, such as A, or None.
    """

    register: str
    percent: Decimal
    price: str | None
    group: str
    price_class: str | None


class PriceStringError(ValueError):
    """The text is no price string; the message (Vietnamese) says where it stops being one."""


def parse(text: str) -> tuple[PricePart, ...]:
    """Take a price string apart, in its own order.

    Raises:
        PriceStringError: saying what was expected and what stands there.
    """
    tokens = _Tokens(_tokenise(text))
    parts = _register(tokens)
    while tokens.skip(";"):
        if tokens.peek() != _END:
            parts += _register(tokens)
    if tokens.peek() != _END:
        raise tokens.unexpected("'+' hoặc ';'")
    return tuple(parts)


class _Tokens:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def peek(self) -> str:
        return self._tokens[self._at]

    def skip(self, mark: str) -> bool:
        found = self.peek() == mark
        self._at += int(found)
        return found

    def require(self, mark: str) -> None:
        if not self.skip(mark):
            raise self.unexpected(f"'{mark}'")

    def take(self, pattern: re.Pattern[str], what: str) -> str:
        token = self.peek()
        if token == _END or not pattern.fullmatch(token):
            raise self.unexpected(what)
        self._at += 1
        return token

    def unexpected(self, wanted: str) -> PriceStringError:
        found = self.peek()
        return PriceStringError(f"cần {wanted}, gặp {found if found == _END else repr(found)}")


def _tokenise(text: str) -> list[str]:
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise PriceStringError(f"ký tự lạ {text[at:].lstrip()[0]!r}")
        tokens.append(found["word"] or found["mark"])
        at = found.end()
    return [*tokens, _END]


def _register(tokens: _Tokens) -> list[PricePart]:
    register = tokens.take(_NAME, "bộ chỉ số (KT, BT, CD, TD …)")
    tokens.require(":")
    parts = [_part(tokens, register)]
    while tokens.skip("+"):
        parts.append(_part(tokens, register))
    return parts


def _part(tokens: _Tokens, register: str) -> PricePart:
    percent = Decimal(tokens.take(_NUMBER, "tỷ lệ phần trăm").replace(",", "."))
    if not 0 < percent <= _WHOLE_PERCENT:
        raise PriceStringError(f"tỷ lệ {percent}% ngoài khoảng 0–100%")
    tokens.require("%")
    tokens.require("*")
    price = None
    if _NUMBER.fullmatch(tokens.peek()):
        price = tokens.take(_NUMBER, "giá")
        tokens.require("-")
    group = tokens.take(_NAME, "nhóm ngành nghề (SXBT, KDDV …)")
    price_class = tokens.take(_NAME, "mã nhóm giá") if tokens.skip("-") else None
    return PricePart(register, percent, price, group, price_class)
