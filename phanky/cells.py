"""Texts as a spreadsheet may take them."""

from __future__ import annotations

# Also the minus sign and the wide forms, which some spreadsheets read as the plain ones.
_FORMULA_STARTS = ("=", "+", "-", "−", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(text: str) -> str:
    """The text; behind an apostrophe when a spreadsheet could take it for a formula."""
    starts = text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
    return f"'{text}" if starts else text
