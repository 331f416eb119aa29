"""No metric is released that nobody has worked out by hand; what is released can be read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.publish import MetricDefinitions, Published, duckdb_reader, publish
from phanky.errors import BuildError
from semantic import Shelf
from tests.marts import CODE, FEWEST_SPECS, TESTS, House, case, manifest, rows_of, snapshot, warehouse


def definitions(*golden: str, text: str = "{}\n") -> MetricDefinitions:
    """Three metrics, of which ``golden`` have a golden query."""
    metrics = frozenset({"customers_in_scope", "kwh_total", "share_right"})
    return MetricDefinitions(text=text, metrics=metrics, golden=frozenset(golden))


def publishing(house: House, given: MetricDefinitions) -> Published:
    """Publish one verdict with these definitions."""
    taken = manifest()
    rows = {"dim_snapshot": [snapshot(taken.snapshot_id, taken.as_of)]} | rows_of([case("PC02AA0000001")])
    with duckdb_reader(warehouse(house.settings.warehouse_file, rows, FEWEST_SPECS)) as reader:
        return publish(
            reader, house.settings, manifest=taken, marts=FEWEST_SPECS, tests=TESTS, code=CODE, definitions=given
        )


def released(house: House, release_id: str) -> Path:
    """The definitions of a release."""
    shelf = Shelf(house.home)
    file = shelf.receipt(release_id).definitions
    assert file is not None
    return shelf.release_folder(release_id) / file.path


def test_a_metric_without_a_golden_query_is_not_released(small_house: House) -> None:
    with pytest.raises(BuildError) as refused:
        publishing(small_house, definitions("customers_in_scope"))

    assert str(refused.value) == (
        "Không phát hành: chỉ số kwh_total, share_right chưa có câu hỏi mẫu với đáp số tính tay. "
        "Thêm vào dbt_project/golden/queries.yml rồi chạy lại."
    )
    assert Shelf(small_house.home).current_id() is None


def test_a_golden_query_of_a_metric_that_is_gone_does_no_harm(small_house: House) -> None:
    given = definitions("customers_in_scope", "kwh_total", "share_right", "customers_of_old")

    assert publishing(small_house, given).changed


def test_the_definitions_are_part_of_the_release_and_of_its_content(small_house: House) -> None:
    golden = ("customers_in_scope", "kwh_total", "share_right")
    first = publishing(small_house, definitions(*golden, text="{}\n"))
    again = publishing(small_house, definitions(*golden, text="{}\n"))
    other = publishing(small_house, definitions(*golden, text='{"manifest": {}}\n'))

    assert released(small_house, first.release_id).read_text(encoding="utf-8") == "{}\n"
    assert again == Published(first.release_id, changed=False)
    assert other.changed
    assert other.release_id != first.release_id
