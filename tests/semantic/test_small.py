"""Small marts are asked in an instance of their own, which knows no more than the one they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from phanky.errors import UsageError
from phanky.identity import Identity, of_units, whole_company
from semantic import Shelf
from semantic.instance import load_instance
from semantic.small import FEW_ROWS, Small
from tests.marts import House

CUSTOMERS = 'SELECT customer_id FROM phanky.marts."dim_customers" ORDER BY 1'


def small(home: Path, identity: Identity, *, too_large: str | None = None) -> Small:
    """Over the release in service; one mart's receipt may say that it has too many rows."""
    shelf = Shelf(home)
    receipt, folder = shelf.receipt(shelf.resolve()), shelf.release_folder(shelf.resolve())
    marts = [replace(mart, rows=FEW_ROWS + 1) if mart.name == too_large else mart for mart in receipt.marts]
    return Small(load_instance(folder, receipt.marts, identity), marts)


@pytest.fixture
def company(two_units: House) -> Iterator[Small]:
    """Everything of the company."""
    found = small(two_units.home, whole_company("trưởng phòng"))
    yield found
    found.close()


def test_it_holds_the_rows_of_the_scope_and_no_others(two_units: House, company: Small) -> None:
    thanh_co = small(two_units.home, of_units("giám đốc", "PC02BB"))

    assert company.run(CUSTOMERS, {}).column(0).to_pylist() == ["PC02AA0000001", "PC02AA0000002", "PC02BB0000001"]
    assert thanh_co.run(CUSTOMERS, {}).column(0).to_pylist() == ["PC02BB0000001"]
    thanh_co.close()


def test_a_question_that_reads_a_large_mart_for_names_alone_is_not_for_it(two_units: House) -> None:
    by_name = 'FROM phanky.marts."fct_customer_month" LEFT JOIN phanky.marts."dim_customers" USING (customer_id)'

    assert small(two_units.home, whole_company("x")).can_answer(by_name)
    assert not small(two_units.home, whole_company("x"), too_large="dim_customers").can_answer(by_name)


def test_days_decimals_and_words_come_out_as_they_are(two_units: House, company: Small) -> None:
    sql = 'SELECT * FROM phanky.marts."fct_customer_month" ORDER BY customer_id, month'
    shelf = Shelf(two_units.home)
    receipt, folder = shelf.receipt(shelf.resolve()), shelf.release_folder(shelf.resolve())
    with load_instance(folder, receipt.marts, whole_company("x")) as instance:
        assert company.run(sql, {}).equals(instance.sql(sql).to_arrow_table())


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM glob('/*')",
        "SET lock_configuration = false",
        "DROP TABLE phanky.marts.dim_customers",
        "WITH gone AS (DELETE FROM phanky.marts.dim_customers RETURNING *) SELECT * FROM gone",
    ],
)
def test_it_opens_no_file_and_changes_nothing(company: Small, sql: str) -> None:
    with pytest.raises(UsageError):
        company.run(sql, {})
    assert company.run(CUSTOMERS, {}).num_rows == 3
