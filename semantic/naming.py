"""Names: those a caller gives are checked against those that exist; marts have one name in SQL on every engine."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from phanky.errors import UsageError

NEAR = 3
"""How many near names an error shows."""

CATALOG = "phanky"
SCHEMA = "marts"


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


def relation(mart: str) -> str:
    """The SQL name of a mart, the same as in the released metric definitions."""
    return f"{CATALOG}.{SCHEMA}.{quoted(mart)}"
