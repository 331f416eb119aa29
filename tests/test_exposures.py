"""Who reads the metrics is written beside them, and is what the code asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard.address import Address
from dashboard.pages import overview, unit, warning
from dashboard.pages.contract import Page
from dashboard.view import View
from flows.build.invoking import invoke, target_folder
from flows.load import open_warehouse
from notifier.figures import MARTS, read_figures
from phanky.identity import whole_company
from phanky.settings import load_settings
from semantic import STANDING_MARTS, Release, Shelf, open_release
from tests.marts import TAKEN_AT, case, too_few
from tests.runs import sample_run
from tests.whole_marts import WholeHouse, rows_of


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The parsed project."""
    settings = load_settings(home=tmp_path_factory.mktemp("parse"))
    with open_warehouse(settings, "duckdb") as warehouse:
        assert invoke(settings, warehouse, ["parse"]).success
        written = target_folder(settings, warehouse) / "manifest.json"
    return json.loads(written.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.fixture
def house(tmp_path: Path) -> WholeHouse:
    built = WholeHouse(tmp_path)
    built.release(rows_of([case(month="2026-09"), case(), too_few("PC02AA0000003")]))
    return built


def read_by(exposure: str, kind: str, manifest: dict[str, Any]) -> set[str]:
    """Names of the metrics or models that an exposure says it reads."""
    nodes = manifest["exposures"][f"exposure.phanky.{exposure}"]["depends_on"]["nodes"]
    return {node.rpartition(".")[2] for node in nodes if node.startswith(f"{kind}.")}


def asked_of(release: Release) -> set[str]:
    return {metric for query in release.asked_lately() for metric in query.metrics}


@pytest.fixture
def release(house: WholeHouse) -> Iterator[Release]:
    with open_release(whole_company("test"), home=house.home, marts=MARTS, with_metrics=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("page", "path", "exposure", "besides"),
    [
        (overview.PAGE, "/", "tong_quan", {"fct_reading_period_compliance"}),
        (unit.PAGE, "/don-vi/PC02AA", "don_vi", {"fct_reading_period_compliance"}),
        (warning.PAGE, "/canh-bao", "canh_bao_som", {"fct_early_warning", "agg_forecast_quality"}),
    ],
)
def test_a_page_reads_what_its_exposure_names(
    page: Page, path: str, exposure: str, besides: set[str], house: WholeHouse, manifest: dict[str, Any]
) -> None:
    leader = whole_company("test")
    address = page.match(Address(path))
    assert address is not None
    models = read_by(exposure, "model", manifest)
    with open_release(leader, home=house.home, marts=sorted(models), with_metrics=True) as opened:
        page.read(View(opened, leader, house.settings, TAKEN_AT), address)
        asked = asked_of(opened)

    assert asked == read_by(exposure, "metric", manifest)
    assert {*STANDING_MARTS, "dim_words", "dim_customers", *besides} == models


def test_the_digest_reads_the_metrics_that_its_exposure_names(release: Release, manifest: dict[str, Any]) -> None:
    read_figures(release, None, company="Công ty", timezone="Asia/Ho_Chi_Minh")
    read_figures(release, frozenset({"PC02AA"}), company="Công ty", timezone="Asia/Ho_Chi_Minh")

    assert asked_of(release) == read_by("ban_tin_07_gio", "metric", manifest)
    # The warnings are there where their metric is: a release from before has neither.
    assert {*MARTS, "fct_early_warning"} == read_by("ban_tin_07_gio", "model", manifest)


def test_what_is_exposed_is_public_and_owned_by_a_department(manifest: dict[str, Any]) -> None:
    exposures = manifest["exposures"].values()
    models = {node for exposure in exposures for node in exposure["depends_on"]["nodes"] if node.startswith("model.")}

    assert {manifest["nodes"][model]["access"] for model in models} == {"public"}
    assert {(exposure["owner"]["name"], exposure["owner"]["email"]) for exposure in exposures} == {
        ("Ban kinh doanh", None)
    }


def test_the_documentation_of_a_release_shows_who_reads_the_metrics(shared_folder: Path) -> None:
    shelf = Shelf(sample_run(shared_folder, "duckdb"))
    page = shelf.release_folder(shelf.resolve("current")) / "docs" / "index.html"

    text = page.read_text(encoding="utf-8")

    assert "exposure.phanky.tong_quan" in text
    assert "exposure.phanky.ban_tin_07_gio" in text
    assert "metric.phanky.share_right" in text
