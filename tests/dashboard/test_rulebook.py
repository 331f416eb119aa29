from __future__ import annotations

from datetime import date
from pathlib import Path

from dashboard.rulebook import Rulebook, read_rulebook
from dashboard.view import View
from phanky.identity import Identity, of_units, whole_company
from semantic import open_release
from tests.marts import case, too_few
from tests.whole_marts import WholeHouse, finding, not_enough, rows_of

OLD = {"rule_id": "nd137-2013", "name_vi": "Số kỳ theo Nghị định 137/2013", "valid_from": date(2013, 12, 10)}
VERDICTS = [
    case("PC02AA0000001", "2025-01", rule_id="nd137-2013"),
    case("PC02AA0000001"),
    too_few("PC02AA0000002"),
    not_enough("PC02AA0000003"),
    too_few("PC02BB0000001"),
]


def read(folder: Path, identity: Identity) -> Rulebook:
    house = WholeHouse(folder)
    rows = rows_of(VERDICTS, fct_rule_results=[finding("PC02AA0000002"), finding("PC02BB0000001")])
    rows["dim_rules"].append(rows["dim_rules"][0] | OLD | {"valid_to": date(2025, 2, 7)})
    house.release(rows)
    with open_release(identity, home=house.home) as release:
        return read_rulebook(View(release, identity, house.settings, house.now))


def test_a_rule_past_stands_behind_the_one_in_force_with_the_months_it_judged(tmp_path: Path) -> None:
    found = read(tmp_path, whole_company("lan"))

    assert [(rule.row["rule_id"], rule.state, rule.months) for rule in found.rules] == [
        ("nd18-2025", "now", ("2026-10",)),
        ("nd137-2013", "past", ("2025-01",)),
    ]
    assert found.judged == ("2025-01", "2026-10")


def test_bands_count_customers_and_those_without_an_average_stand_apart(tmp_path: Path) -> None:
    bands = read(tmp_path, whole_company("lan")).rules[0].bands

    assert [(band.lower, band.upper) for band in bands] == [
        (None, 50_000),
        (50_000, 100_000),
        (100_000, None),
        (None, None),
    ]
    assert [(band.periods, band.customers, band.wrong) for band in bands] == [
        (1, 1, 0),
        (2, 2, 2),
        (None, 0, 0),
        (None, 1, 0),
    ]


def test_a_director_counts_the_own_customers(tmp_path: Path) -> None:
    found = read(tmp_path, of_units("hoa", "PC02AA"))

    assert [band.customers for band in found.rules[0].bands] == [1, 1, 0, 1]
    assert [(row["rule_id"], count) for row, count in found.findings] == [("mixed_books", 1)]


def test_findings_are_counted_in_the_newest_month(tmp_path: Path) -> None:
    found = read(tmp_path, whole_company("lan"))

    assert found.month == "2026-10"
    assert [(row["rule_id"], count) for row, count in found.findings] == [("mixed_books", 2)]
