"""Whatever a scope asks, in whatever words, it is told nothing of a foreign unit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanky.errors import UsageError
from phanky.identity import whole_company
from semantic import Release
from tests.runs import sample_run
from tests.semantic.metrics.careless_releases import Careless
from tests.semantic.metrics.drawn_questions import drawn_questions
from tests.semantic.metrics.foreign_figures import WAYS, Watch
from tests.semantic.metrics.generated_questions import Asker, World
from tests.semantic.metrics.marked_releases import (
    DONG_HA,
    SCOPES,
    THANH_CO,
    Marked,
    digits_of,
    foreign_words,
    open_marked,
)

REQUESTS, MANY_REQUESTS = 500, 2_500
"""Of each of the four scopes: 2,000 in every test run, 10,000 in the long one."""


@pytest.fixture(scope="module")
def marked(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Marked:
    """The releases in which foreign rows can be told."""
    return Marked.make(sample_run(shared_folder, "duckdb"), tmp_path_factory.mktemp("marked"))


@pytest.fixture(scope="module")
def world(marked: Marked) -> World:
    """What there is to ask about, foreign values among it."""
    with open_marked(marked.whole, whole_company("trưởng phòng")) as company:
        return World.of(company)


@pytest.fixture(scope="module", params=SCOPES, ids=lambda scope: scope.name)
def watch(request: pytest.FixtureRequest, marked: Marked) -> Iterator[Watch]:
    """Over each scope in turn."""
    with ExitStack() as closing:
        yield Watch.over(marked, request.param, closing)


@pytest.fixture(scope="module")
def limited(marked: Marked, watch: Watch) -> Iterator[Release]:
    """The whole release, opened for the scope."""
    with open_marked(marked.whole, watch.scope) as release:
        yield release


@pytest.fixture(scope="module")
def dong_ha(marked: Marked) -> Iterator[Watch]:
    """Over the director of Đông Hà."""
    with ExitStack() as closing:
        yield Watch.over(marked, SCOPES[0], closing)


@pytest.fixture(scope="module")
def careless(marked: Marked) -> Careless:
    """The whole release, to be opened without one of the limits."""
    return Careless.of(marked.whole)


def foreign_answers(watch: Watch, asked: Release, asker: Asker, requests: int = REQUESTS) -> Iterator[str]:
    """What is foreign among the answers to so many requests; any error but a refusal goes through."""
    for number in range(requests):
        if found := watch.foreign(asked, asker.question(), WAYS[number % len(WAYS)]):
            yield found


def finds(watch: Watch, asked: Release, world: World) -> bool:
    """Whether the requests that a limit withstands get something foreign out of ``asked``."""
    with asked:
        return next(foreign_answers(watch, asked, Asker(world, seed=137)), None) is not None


def test_a_scope_is_told_nothing_foreign(watch: Watch, limited: Release, world: World) -> None:
    assert list(islice(foreign_answers(watch, limited, Asker(world, seed=137)), 3)) == []


@pytest.mark.soak
def test_ten_thousand_requests_are_told_nothing_foreign(watch: Watch, limited: Release, world: World) -> None:
    requests = foreign_answers(watch, limited, Asker(world, seed=18, shapes=250), MANY_REQUESTS)
    assert list(islice(requests, 3)) == []


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.data())
def test_a_question_of_any_form_is_told_nothing_foreign(
    watch: Watch, limited: Release, world: World, data: st.DataObject
) -> None:
    question = data.draw(drawn_questions(world))
    assert watch.foreign(limited, question, data.draw(st.sampled_from(WAYS))) is None


def test_without_the_limit_on_rows_foreign_figures_are_found(watch: Watch, careless: Careless, world: World) -> None:
    assert finds(watch, careless.without_limit_on_rows(watch.scope), world)


def test_without_the_rule_on_open_marts_foreign_figures_are_found(
    watch: Watch, careless: Careless, world: World
) -> None:
    assert finds(watch, careless.without_rule_on_open_marts(watch.scope), world)


def test_customers_published_as_open_are_found(watch: Watch, careless: Careless, world: World) -> None:
    assert finds(watch, careless.with_open_customers(watch.scope), world)


def test_foreign_rows_in_the_own_folder_are_kept_out_by_their_column(
    dong_ha: Watch, careless: Careless, world: World, tmp_path: Path
) -> None:
    moved = careless.with_foreign_rows_in_own_folder(tmp_path / "a", DONG_HA, THANH_CO, limited_by_column=True)
    assert not finds(dong_ha, moved, world)
    moved = careless.with_foreign_rows_in_own_folder(tmp_path / "b", DONG_HA, THANH_CO, limited_by_column=False)
    assert finds(dong_ha, moved, world)


def test_foreign_rows_that_say_they_are_own_ones_are_found(
    dong_ha: Watch, careless: Careless, world: World, tmp_path: Path
) -> None:
    assert finds(dong_ha, careless.with_foreign_rows_under_own_name(tmp_path / "a", DONG_HA, THANH_CO), world)


def test_everyone_gets_totals_by_unit_and_month_and_nothing_else(limited: Release, world: World) -> None:
    answered = set()
    for metric, dimensions in world.dimensions.items():
        for dimension in (*dimensions, "month", "quarter"):
            try:
                limited.query([metric], [dimension], everyone=True)
            except UsageError:
                continue
            answered.add((metric, dimension))

    assert {dimension for _, dimension in answered} == {"unit_code", "unit_name", "parent_code", "month", "quarter"}
    assert {metric for metric, _ in answered} == {
        "customers_in_scope", "customers_right", "customers_too_few", "customers_too_many", "customers_agreed",
        "customers_not_enough_data", "customers_newly_wrong", "customers_newly_settled", "customers_wrong",
        "customer_months_billed", "share_right", "kwh_total", "kwh_per_customer", "kwh_growth_month",
        "kwh_growth_year",
    }  # fmt: skip


def test_energy_tells_whose_customers_are_in_a_sum(marked: Marked, dong_ha: Watch) -> None:
    with open_marked(marked.whole, dong_ha.scope) as release:
        own = digits_of(release.query(["kwh_total"]).column(0)[0].as_py())
        everyone = digits_of(release.query(["kwh_total"], everyone=True).column(0)[0].as_py())

    assert own[DONG_HA] == everyone[DONG_HA] > 0
    assert own[THANH_CO] == own["others"] == 0
    assert everyone[THANH_CO] > 0 < everyone["others"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM phanky.marts.fct_customer_month",
        "SELECT * FROM phanky.marts.fct_rule_results",
        "SELECT * FROM phanky.marts.agg_segment_month",
        "SELECT * FROM phanky.marts.dim_customers",
        "SELECT * FROM phanky.marts.dim_units",
        "SELECT stats(customer_name) FROM phanky.marts.dim_customers",
        "SELECT stats(kwh_total), stats(book_codes) FROM phanky.marts.fct_customer_month",
        "SELECT error(string_agg(customer_name)) FROM phanky.marts.dim_customers",
        "SELECT * FROM pragma_storage_info('phanky.marts.fct_customer_month')",
        "SELECT * FROM duckdb_tables()",
        "SELECT * FROM duckdb_columns()",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM information_schema.tables",
    ],
)
def test_sql_over_the_marts_of_metrics_brings_no_foreign_customer(
    marked: Marked, watch: Watch, limited: Release, sql: str
) -> None:
    try:
        told = str(limited.select(sql).to_pylist())
    except UsageError as refusal:
        told = str(refusal)

    assert [word for word in watch.words if word in told] == []
    assert str(marked.whole) not in told


def test_sql_finds_every_foreign_word_where_nothing_is_limited(marked: Marked, dong_ha: Watch) -> None:
    with open_marked(marked.whole, whole_company("trưởng phòng")) as company:
        told = str(company.select("SELECT * FROM phanky.marts.dim_customers").to_pylist()) + str(
            company.select("SELECT DISTINCT book_codes FROM phanky.marts.fct_customer_month").to_pylist()
        )
    assert [word for word in foreign_words(marked.whole, dong_ha.scope) if word not in told] == []
