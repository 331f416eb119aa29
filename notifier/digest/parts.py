"""A long text in parts that a chat takes.  Pure."""

from __future__ import annotations

from collections.abc import Iterable

PART_LIMIT = 2_000
"""Characters that Chat eOffice takes in one message."""

_MOST = 999


def parts(lines: Iterable[str], foot: str) -> tuple[str, ...]:
    """The lines in parts of at most :data:`PART_LIMIT` characters, each with the foot; of several, with its number."""
    room = PART_LIMIT - len(f"\n{foot} {_MOST}/{_MOST}")
    filled: list[list[str]] = [[]]
    for line in lines:
        short = line if len(line) <= room else line[: room - 1] + "…"
        if filled[-1] and len("\n".join([*filled[-1], short])) > room:
            filled.append([])
        filled[-1].append(short)
    if len(filled) == 1:
        return ("\n".join([*filled[0], foot]),)
    return tuple("\n".join([*part, f"{foot} {n}/{len(filled)}"]) for n, part in enumerate(filled, 1))
