"""Malformed rows: every one is counted, the first ones are remembered with all that is wrong in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from phanky.errors import InputError, Place

_SHOWN_CHARACTERS = 40
_NOTED_FAULTS = 20


def shown(value: str) -> str:
    """A value as a message shows it: quoted, on one line, not too long."""
    line = "".join(c if c.isprintable() else "·" for c in value)
    return f"'{line[:_SHOWN_CHARACTERS]}…'" if len(line) > _SHOWN_CHARACTERS else f"'{line}'"


@dataclass(frozen=True)
class Fault:
    """One malformed cell, or a row that is malformed as a whole (no column)."""

    place: Place
    problem: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


class Faults:
    """The faults of one table.  ``keep`` is how many malformed rows, the topmost, are remembered."""

    def __init__(self, origin: str, keep: int) -> None:
        self.origin = origin
        self.keep = keep
        self.count = 0
        self._rows: dict[int, list[Fault]] = {}
        self._overflowed = False

    def add(self, row: int, column: str | None, problem: str) -> None:
        """Count one fault."""
        self.count += 1
        if row not in self._rows and len(self._rows) >= self.keep:
            self._overflowed = True
            last = max(self._rows)
            if row > last:
                return
            del self._rows[last]
        self._rows.setdefault(row, []).append(Fault(Place(self.origin, row, column), problem))

    def add_untold(self, count: int) -> None:
        """Count faults that stand below those remembered."""
        self.count += count
        self._overflowed = self._overflowed or count > 0

    def tells_nothing_from(self, row: int) -> bool:
        """Whether faults from ``row`` on would only be counted."""
        return self._overflowed and row > max(self._rows)

    @property
    def row_count(self) -> int:
        """Malformed rows; at least ``keep + 1`` when there are more than are remembered."""
        return len(self._rows) + int(self._overflowed)

    @property
    def rows(self) -> frozenset[int]:
        """Numbers of the remembered rows."""
        return frozenset(self._rows)

    def remembered(self) -> list[Fault]:
        """From top to bottom, within a row in the order in which they were found."""
        return [fault for row in sorted(self._rows) for fault in self._rows[row]]

    def messages(self) -> tuple[str, ...]:
        """One line per remembered row."""
        return tuple(_line(self._rows[row]) for row in sorted(self._rows))


def require_few(found: Sequence[Faults], limit: int, remedy: str) -> None:
    """Refuse when more than ``limit`` rows of all tables together are malformed.

    Raises:
        InputError: the first fault, with the number of further ones; the next few are its notes.
    """
    if sum(faults.row_count for faults in found) <= limit:
        return
    first, *others = [fault for faults in found for fault in faults.remembered()]
    if limit:
        remedy = f"Đã quá {limit} dòng lỗi được phép để riêng. {remedy}"
    error = InputError(first.problem, first.place, remedy, more=sum(faults.count for faults in found) - 1)
    for fault in others[:_NOTED_FAULTS]:
        error.add_note(str(fault))
    raise error


def _line(faults: list[Fault]) -> str:
    others = [f"{fault.place.column}: {fault.problem}" for fault in faults[1:]]
    return "; ".join([str(faults[0]), *others])
