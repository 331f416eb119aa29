"""Names: those a caller gives are checked against those that exist; marts have one name in SQL on every engine."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from phanky.errors import UsageError

NEAR = 3
"""How many near names an error shows."""

_SHOWN_CHARACTERS = 80

CATALOG = "phanky"
SCHEMA = "marts"


def require_known(what: str, name: str, known: Collection[str]) -> str:
    """``name`` when it is one of ``known``.

    Raises:
        UsageError: naming what is near; ``what`` is the Vietnamese word for the kind of name.
    """
    if isinstance(name, str) and name in known:
        return name
    written = shown(name)
    near = get_close_matches(written, known, n=NEAR, cutoff=0.4) or sorted(known)[:NEAR]
    hint = f"Gần giống: {', '.join(near)}." if near else "Chưa có tên nào."
    raise UsageError(f"Không có {what} “{written}”. {hint}")


def shown(given: object) -> str:
    """What somebody gave, as an error may repeat it: in one line, not endless, of characters that can be printed."""
    text = str(given).encode(errors="backslashreplace").decode()
    line = "".join(
        character if character.isprintable() else repr(character)[1:-1] for character in text[: _SHOWN_CHARACTERS + 1]
    )
    return line if len(line) <= _SHOWN_CHARACTERS else f"{line[:_SHOWN_CHARACTERS]}…"


def quoted(name: str) -> str:
    """``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def relation(mart: str) -> str:
    """The SQL name of a mart, the same as in the released metric definitions."""
    return f"{CATALOG}.{SCHEMA}.{quoted(mart)}"
