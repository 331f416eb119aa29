"""Questions that hypothesis makes up, and makes smaller when one of them goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from semantic import Span
from semantic.metrics import MONTH, QUARTER
from tests.semantic.metrics.generated_questions import HOSTILE, Question, World

_TEXTS = st.text() | st.sampled_from(HOSTILE)
_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=5,
)


@st.composite
def drawn_questions(draw: Callable[..., Any], world: World) -> Question:
    """Names and values that there are, of every unit, and now and then anything that JSON can say instead."""
    metrics = draw(st.lists(st.sampled_from(sorted(world.dimensions)), min_size=1, max_size=3))
    possible = [name for name in sorted(world.values) if all(name in (*world.dimensions[m], *_TIME) for m in metrics)]
    group_by = draw(st.lists(st.sampled_from(possible), max_size=3))
    named = st.sampled_from([*metrics, *group_by])
    filters = [name for name in draw(st.lists(st.sampled_from(possible), max_size=3)) if name not in _TIME]
    wishes = {name: draw(_wish(world.values[name])) for name in filters} | draw(_period(world))
    return Question(
        metrics=draw(_seldom_json(st.just(metrics))),
        group_by=draw(_seldom_json(st.just(group_by))),
        filters=draw(_seldom_json(st.just(wishes))),
        order_by=draw(_seldom_json(st.lists(named | named.map("-{}".format), max_size=2))),
        limit=draw(_seldom_json(st.none() | st.integers(0, 20))),
        everyone=draw(_seldom_json(st.sampled_from((False, False, False, True)))),
    )


_TIME = (MONTH, QUARTER)


def _wish(known: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    value = _seldom_json(st.sampled_from(known), instead=_TEXTS | st.none() | st.integers())
    return value | st.lists(value, max_size=4)


def _period(world: World) -> st.SearchStrategy[dict[str, Any]]:
    spans = [_of_grain(grain, world.values[grain]) for grain in _TIME]
    return st.one_of(st.just({}), *spans)


def _of_grain(grain: str, known: tuple[Any, ...]) -> st.SearchStrategy[dict[str, Any]]:
    name = st.sampled_from(known)
    span = st.lists(name, min_size=2, max_size=2).map(lambda ends: Span(*sorted(ends)))
    return st.fixed_dictionaries({grain: name | st.lists(name, min_size=1, max_size=3) | span})


def _seldom_json(usual: st.SearchStrategy[Any], instead: st.SearchStrategy[Any] = _JSON) -> st.SearchStrategy[Any]:
    return st.integers(0, 29).flatmap(lambda number: instead if number == 29 else usual)
