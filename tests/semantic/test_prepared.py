"""Statements that are planned once give each time what their values ask for."""

from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest

from phanky.errors import UsageError
from semantic.prepared import Prepared


@pytest.fixture
def connection():
    with duckdb.connect(":memory:") as found:
        found.execute("CREATE TABLE units AS SELECT * FROM (VALUES ('PC02AA', 41), ('O''Hà', 7)) AS t(unit, cases)")
        yield found


def test_one_shape_answers_for_every_value(connection):
    asked = Prepared(connection)
    sql = "SELECT cases FROM units WHERE unit = $pk_0"
    assert [asked.run(sql, {"pk_0": unit}).to_pydict() for unit in ("PC02AA", "O'Hà", "PC02BB")] == [
        {"cases": [41]},
        {"cases": [7]},
        {"cases": []},
    ]


def test_a_value_is_never_read_as_sql(connection):
    asked = Prepared(connection)
    found = asked.run("SELECT cases FROM units WHERE unit = $pk_0", {"pk_0": "x' OR '1'='1"})
    assert found.num_rows == 0


def test_whole_numbers_truth_and_days_come_in_as_what_they_are(connection):
    asked = Prepared(connection)
    sql = "SELECT unit FROM units WHERE cases > $pk_0 AND $pk_1"
    assert asked.run(sql, {"pk_0": 10, "pk_1": True}).to_pydict() == {"unit": ["PC02AA"]}


@pytest.mark.parametrize("sql", ["DROP TABLE units", "SELECT 1; SELECT 2", "PRAGMA version", "no SQL"])
def test_nothing_but_one_select_is_planned(connection, sql):
    with pytest.raises(UsageError):
        Prepared(connection).run(sql, {})


def test_a_select_that_writes_is_refused_and_the_next_one_runs(connection):
    asked = Prepared(connection)
    with pytest.raises(UsageError):
        asked.run("WITH gone AS (DELETE FROM units RETURNING *) SELECT * FROM gone", {})
    assert asked.run("SELECT count(*) AS n FROM units", {}).to_pydict() == {"n": [2]}


def test_more_shapes_than_are_kept_planned_are_all_answered(connection):
    asked = Prepared(connection)
    assert [asked.run(f"SELECT {n} AS n", {}).to_pydict()["n"] for n in range(300)] == [[n] for n in range(300)]


EVERY_TYPE = """
SELECT
    'Hà' AS text, 41::BIGINT AS whole, 3::INTEGER AS small, 100000.33::DECIMAL(18, 3) AS exact, 0.5::DOUBLE AS share,
    true AS truth, DATE '2026-09-01' AS day, TIMESTAMP '2026-09-01 07:00:00.000001' AS moment, NULL::BIGINT AS nothing
FROM range($pk_0::BIGINT)
"""


def test_an_answer_has_the_same_values_and_types_however_often_it_is_asked(connection):
    asked = Prepared(connection)
    first, second, none = (asked.run(EVERY_TYPE, {"pk_0": rows}) for rows in (1, 1, 0))

    assert first.equals(second, check_metadata=True)
    assert second.to_pylist() == [
        {
            "text": "Hà",
            "whole": 41,
            "small": 3,
            "exact": Decimal("100000.330"),
            "share": 0.5,
            "truth": True,
            "day": date(2026, 9, 1),
            "moment": datetime.fromisoformat("2026-09-01T07:00:00.000001"),
            "nothing": None,
        }
    ]
    assert (none.num_rows, none.schema) == (0, first.schema)


@pytest.mark.filterwarnings("error")
def test_a_long_answer_is_whole_before_and_after_a_short_one(connection):
    asked = Prepared(connection)
    sql = "SELECT range AS n FROM range($pk_0::BIGINT)"

    for rows in (3, 500, 501, 20_000, 501, 500, 0, 501):
        assert asked.run(sql, {"pk_0": rows})["n"].to_pylist() == list(range(rows))
