"""Names that a caller gives: checked against those that exist, and quoted for SQL."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from phanky.errors import UsageError

NEAR = 3
"""How many near names an error shows."""


def require_known(what: str, name: str, known: Collection[str]) -> str:
    """``name`` when it is one of ``known``.

    Raises:
        UsageError: naming what is near; ``what`` is the Vietnamese word for the kind of name.
    """
    if name in known:
        return name
    near = get_close_matches(name, known, n=NEAR, cutoff=0.4) or sorted(known)[:NEAR]
    hint = f"Gần giống: {', '.join(near)}." if near else "Chưa có tên nào."
    raise UsageError(f"Không có {what} “{name}”. {hint}")


def quoted(name: str) -> str:
    """``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
