"""Whatever a scope asks, in whatever words, it is told nothing of a foreign unit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from phanky.identity import Identity, whole_company
from semantic import Release
from tests.runs import sample_run
from tests.semantic.metrics.foreign_figures import WAYS, Watch
from tests.semantic.metrics.generated_questions import Asker, World
from tests.semantic.metrics.marked_releases import SCOPES, Marked, open_marked

NAMES = [scope.name for scope in SCOPES]


@pytest.fixture(scope="module")
def marked(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Marked:
    """The releases in which foreign rows can be told."""
    return Marked.make(sample_run(shared_folder, "duckdb"), tmp_path_factory.mktemp("marked"))


@pytest.fixture(scope="module")
def world(marked: Marked) -> World:
    """What there is to ask about, foreign values among it."""
    with open_marked(marked.whole, whole_company("trưởng phòng")) as company:
        return World.of(company)


@pytest.fixture(params=SCOPES, ids=NAMES)
def watch(request: pytest.FixtureRequest, marked: Marked) -> Iterator[Watch]:
    """Over each scope in turn."""
    with ExitStack() as closing:
        yield Watch.over(marked, request.param, closing)


@pytest.fixture
def limited(marked: Marked, watch: Watch) -> Iterator[Release]:
    """The whole release, opened for the scope."""
    with open_marked(marked.whole, watch.scope) as release:
        yield release


def foreign_answers(watch: Watch, asked: Release, asker: Asker, requests: int) -> Iterator[str]:
    """What is foreign among the answers to so many requests; any error but a refusal goes through."""
    for number in range(requests):
        if found := watch.foreign(asked, asker.question(), WAYS[number % len(WAYS)]):
            yield found


def test_a_scope_is_told_nothing_foreign(watch: Watch, limited: Release, world: World) -> None:
    assert list(foreign_answers(watch, limited, Asker(world, seed=137), 500)) == []


@pytest.mark.soak
def test_a_scope_is_told_nothing_foreign_in_ten_thousand_requests(watch: Watch, limited: Release, world: World) -> None:
    assert list(foreign_answers(watch, limited, Asker(world, seed=18, shapes=250), 10_000)) == []


def test_without_the_limit_on_rows_the_watch_finds_foreign_figures(watch: Watch, marked: Marked, world: World) -> None:
    with open_marked(marked.whole, whole_company("không ai giới hạn")) as unlimited:
        assert next(foreign_answers(watch, unlimited, Asker(world, seed=137), 500), None) is not None


def test_without_the_rule_on_open_marts_the_watch_finds_foreign_figures(
    watch: Watch, marked: Marked, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope: Identity = watch.scope
    with open_marked(marked.whole, scope) as careless:
        monkeypatch.setattr(careless._answering, "_sees_all", True)
        assert next(foreign_answers(watch, careless, Asker(world, seed=137), 500), None) is not None
