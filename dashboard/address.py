"""The address of a page: which page, and the filters it carries.  All of it came from a browser: nothing is trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, unquote, urlencode

EMBEDDED = "nhung"
"""``?nhung=1``: without the shell, for a frame of the portal."""

_LONGEST = 2_000
_MOST = 60

Wish = str | int | Sequence[str] | None


@dataclass(frozen=True)
class Address:
    """A page and its filters; equal addresses are equal values.

    Attributes:
        path: ``/don-vi/PC02AA``, decoded, without a slash at its end.
        filters: (name, value) in the order of the address; a name may stand more than once.
        parts: (name, value) of what stands for the ``<names>`` in the page's path.
    """

    path: str
    filters: tuple[tuple[str, str], ...] = ()
    parts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, path: object, search: object) -> Address:
        """From what a browser says; what is no text, too long or too much is left out."""
        known_path = path if isinstance(path, str) and len(path) <= _LONGEST else "/"
        known_search = search if isinstance(search, str) and len(search) <= _LONGEST else ""
        pairs = parse_qsl(known_search.removeprefix("?"), keep_blank_values=True)[:_MOST]
        return cls(unquote(known_path).rstrip("/") or "/", tuple(pairs))

    @property
    def is_embedded(self) -> bool:
        """Whether the page stands in a frame of the portal."""
        return self.one(EMBEDDED) == "1"

    def part(self, name: str) -> str:
        """What stands in the path for ``<name>``."""
        return dict(self.parts)[name]

    def one(self, name: str) -> str | None:
        """The first value of a filter; None when it is not there or empty."""
        return next((value for value in self.all(name) if value), None)

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a filter, once each."""
        return tuple(dict.fromkeys(value for found, value in self.filters if found == name))

    def having(self, **wishes: Wish) -> Address:
        """The same page with other filters; ``_`` in a name stands for ``-``; None takes a filter away."""
        named = {name.replace("_", "-"): wish for name, wish in wishes.items()}
        kept = tuple((name, value) for name, value in self.filters if name not in named)
        return replace(self, filters=(*kept, *_pairs(named)))

    def at(self, path: str, **wishes: Wish) -> Address:
        """Another page, with these filters alone; a frame of the portal stays one."""
        kept = ((EMBEDDED, "1"),) if self.is_embedded else ()
        return Address(path, kept).having(**wishes)

    @property
    def href(self) -> str:
        """As a link writes it."""
        path = quote(self.path, safe="/")
        return f"{path}?{urlencode(self.filters)}" if self.filters else path


def _pairs(wishes: Mapping[str, Wish]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, wish in wishes.items():
        values = [] if wish is None else [wish] if isinstance(wish, str | int) else list(wish)
        found.extend((name, str(value)) for value in values)
    return found
