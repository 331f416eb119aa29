"""The error family that users meet: one line each, saying what is wrong, where, and what to do.

Foreign exceptions are translated into one of these where they enter; the command line prints the
message and leaves with ``exit_code``.  Messages are Vietnamese because their readers are.
"""

from __future__ import annotations

from dataclasses import dataclass


class PhankyError(Exception):
    """Base of every error with a message meant for a person."""

    exit_code = 1


class ConfigurationError(PhankyError):
    """A setting is missing or contradicts another one."""

    exit_code = 2


class UsageError(PhankyError):
    """The command was asked for something that does not exist; the message names what is near it."""

    exit_code = 2


class BusyError(PhankyError):
    """Another run holds the lock."""

    exit_code = 3


@dataclass(frozen=True)
class Place:
    """Where bad input stands: a file or table, a row (1 = the header line of a file) and a column."""

    origin: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        row = f", dòng {self.row}" if self.row is not None else ""
        column = f", cột {self.column}" if self.column else ""
        return f"{self.origin}{row}{column}"


class InputError(PhankyError):
    """Data that came in cannot be used.  ``place`` says where, ``remedy`` what to do about it."""

    exit_code = 4

    def __init__(self, problem: str, place: Place, remedy: str, *, more: int = 0) -> None:
        self.problem = problem
        self.place = place
        self.remedy = remedy
        self.more = more
        others = f" (và {more} lỗi khác)" if more else ""
        super().__init__(f"{place}: {problem}{others}. {remedy}")

    def __reduce__(self) -> tuple[object, ...]:
        """Crosses process boundaries whole, notes included."""
        return (_input_error, (self.problem, self.place, self.remedy, self.more), self.__dict__)


def _input_error(problem: str, place: Place, remedy: str, more: int) -> InputError:
    return InputError(problem, place, remedy, more=more)


class CompletenessError(PhankyError):
    """The snapshot holds less than the one before it; refused until someone accepts the change."""

    exit_code = 5


class DamageError(PhankyError):
    """A stored file no longer matches its checksum."""

    exit_code = 6


class BuildError(PhankyError):
    """The warehouse could not be loaded or built; the last release stays in service."""

    exit_code = 7


class DeliveryError(PhankyError):
    """Not every message of the day was sent."""

    exit_code = 8


class SourceError(PhankyError):
    """CMIS could not be read; trying again at once would not help."""

    exit_code = 9


class InterruptedSourceError(SourceError):
    """Reading broke off: what came so far is no state of CMIS and has to be thrown away; trying again may help."""
