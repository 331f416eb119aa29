"""From the words of a command line to a question about metrics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from phanky.errors import UsageError

if TYPE_CHECKING:
    from semantic import Query, Release
    from semantic.metrics import Wish

_SPAN = ".."


@dataclass(frozen=True)
class Asked:
    """A question as it was typed.

    Attributes:
        words: metrics; but what follows ``--by`` or ``--where`` without repeating it stands here too.
        by: names of dimensions, ``a,b`` for two.
        where: ``DIM=VALUE``; ``DIM=`` for what has none, ``month=2026-01..2026-06`` for a span.
    """

    words: tuple[str, ...]
    by: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    limit: int | None = None
    everyone: bool = False

    def query(self, release: Release) -> Query:
        """The question put to a release, with values of the types of their dimensions.

        Raises:
            UsageError: a dimension that the release has not, or a value that is none of it.
        """
        from semantic import Query

        dimensions = (*_time(), *release.dimensions)
        names = [word for word in self.words if "=" not in word]
        stray = [name for name in _each(names) if name in dimensions and name not in release.metrics]
        by = [_known(name, dimensions) for name in (*_each(self.by), *stray)]
        wishes = [_split(word) for word in (*self.where, *(word for word in self.words if "=" in word))]
        return Query.of(
            [name for name in _each(names) if name not in stray],
            by,
            _filters(release, [(_known(name, dimensions), text) for name, text in wishes]),
            _each(self.order),
            self.limit,
            everyone=self.everyone,
        )


def _time() -> tuple[str, str]:
    from semantic.metrics import MONTH, QUARTER

    return MONTH, QUARTER


def _each(words: Sequence[str]) -> list[str]:
    return [name.strip() for word in words for name in word.split(",")]


def _known(name: str, dimensions: Sequence[str]) -> str:
    from semantic.naming import require_known

    return require_known("chiều", name, dimensions)


def _split(word: str) -> tuple[str, str]:
    name, equals, text = word.partition("=")
    if not equals:
        raise UsageError(f"Lọc viết CHIỀU=GIÁ_TRỊ, không viết “{word}”. Ví dụ: --where verdict=thieu_ky.")
    return name.strip(), text


def _filters(release: Release, wishes: Sequence[tuple[str, str]]) -> dict[str, Wish]:
    typed: dict[str, list[str]] = {}
    for name, text in wishes:
        typed.setdefault(name, []).append(text)
    return {name: _wish(release, name, texts) for name, texts in typed.items()}


def _wish(release: Release, name: str, texts: Sequence[str]) -> Wish:
    from semantic import Span

    if name not in _time():
        return [release.dimensions[name].parse(text) for text in texts]
    if not any(_SPAN in text for text in texts):
        return list(texts)
    if len(texts) > 1:
        raise UsageError(f"Một khoảng {name} đứng một mình: ghi --where {name}=ĐẦU..CUỐI một lần.")
    first, _, last = texts[0].partition(_SPAN)
    return Span(first, last)
