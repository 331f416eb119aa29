"""Releases in which whatever belongs to a foreign unit can be told, and others that hold one scope's rows alone.

They are made of the sample's customers, so that nothing is missing that real marts have, and marked:

* energy is written in three fields of six digits, one for Đông Hà, one for Thành Cổ and one for all others, so that
  any sum tells whose customers are in it, however it was grouped;
* names and books of customers bear the code of the unit that manages them;
* customers of Đông Hà and Thành Cổ have changed places, so that the unit of a past month is not always the own one.

Counts, shares and growth bear no mark.  A figure of any kind is foreign when it differs from that of a release into
which nothing but the rows of the scope was ever put.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from flows.publish import MartSpec, MetricDefinitions, duckdb_reader, publish
from phanky.identity import Identity, of_units, whole_company
from phanky.settings import load_settings
from semantic import Release, Shelf, open_release
from semantic.layout import DEFINITIONS_FILE, UNIT_COLUMN
from tests.marts import CODE, TESTS, manifest

DONG_HA, THANH_CO = "PC02AA", "PC02BB"
FIELDS = (DONG_HA, THANH_CO, "others")
SCOPES = (
    of_units("giám đốc Đông Hà", DONG_HA),
    of_units("giám đốc Thành Cổ", THANH_CO),
    of_units("phó giám đốc phụ trách hai đội", DONG_HA, THANH_CO),
    Identity("người chưa được giao đơn vị", frozenset()),
)
_FIELD = 10**6
"""Thousandths of a kWh, of which one field holds fewer."""

# At most 400 thousandths a customer and month: two thousand of them do not fill a field.
_FIELD_OF = f"CASE managing_unit_code WHEN '{DONG_HA}' THEN 1 WHEN '{THANH_CO}' THEN {_FIELD} ELSE {_FIELD**2} END"
_MARKED_KWH = f"CAST((hash(customer_id, month) % 400 + 1) * 0.001 * {_FIELD_OF} AS DECIMAL(18, 3))"
_MOVED = f"CASE unit_code WHEN '{DONG_HA}' THEN '{THANH_CO}' WHEN '{THANH_CO}' THEN '{DONG_HA}' ELSE unit_code END"
_MARKS = (
    f"UPDATE marts.fct_customer_month SET unit_code = {_MOVED} WHERE month < '2025-11' AND hash(customer_id) % 3 = 0",
    f"UPDATE marts.fct_rule_results SET unit_code = {_MOVED} WHERE month < '2025-11' AND hash(customer_id) % 3 = 0",
    f"UPDATE marts.fct_customer_month SET kwh_wrong = {_MARKED_KWH} WHERE kwh_wrong <> 0",
    f"UPDATE marts.fct_customer_month SET kwh_total = {_MARKED_KWH} WHERE kwh_total <> 0",
    "UPDATE marts.fct_customer_month SET book_codes = book_codes || ' ' || managing_unit_code",
    "UPDATE marts.dim_customers SET customer_name = customer_name || ' ' || managing_unit_code",
)
_YEARS = """
    (
        SELECT customer_id, managing_unit_code, month_date AS added, customers_billed, kwh_total, kwh_wrong
        FROM marts.fct_customer_month
    ) AS result
    INNER JOIN (
        SELECT month, month_date FROM marts.dim_months QUALIFY row_number() OVER (ORDER BY month) >= 12
    ) AS year ON added BETWEEN month_date - INTERVAL 11 MONTH AND month_date
"""
_SEGMENTS = "marts.agg_segment_month INNER JOIN (SELECT month, is_provisional FROM marts.dim_months) USING (month)"
_MARTS = (
    "fct_customer_month", "fct_rule_results", "fct_early_warning", "agg_customer_year", "agg_segment_month",
    "agg_unit_month", "dim_customers", "dim_months", "dim_rules", "dim_snapshot", "dim_units", "dim_words",
)  # fmt: skip


@dataclass(frozen=True)
class Marked:
    """Homes of the marked releases.

    Attributes:
        whole: of the release under attack: all rows.
        own: scope key -> home of the release with that scope's rows, its totals by unit added up from them.
        totals: of the release that has no customers, only the company's totals by unit and month.
    """

    whole: Path
    own: Mapping[str, Path]
    totals: Path

    @classmethod
    def make(cls, sample: Path, into: Path) -> Marked:
        """All of them, from the release in service under ``sample``."""
        publishing = _Publishing(sample, into)
        return cls(
            publishing.release("whole", None),
            {scope.scope_key: publishing.release(f"own-{scope.scope_key}", scope.units) for scope in SCOPES},
            publishing.release("totals", frozenset(), with_company_totals=True),
        )


class _Publishing:
    """Marks the sample's marts in a warehouse, and publishes parts of it."""

    def __init__(self, sample: Path, into: Path) -> None:
        shelf = Shelf(sample)
        self._receipt = shelf.receipt(shelf.resolve())
        folder = shelf.release_folder(self._receipt.release_id)
        self._into, self._marked = into, into / "marked.duckdb"
        self._definitions = _definitions(folder / DEFINITIONS_FILE)
        with duckdb.connect(str(self._marked)) as warehouse:
            warehouse.execute("CREATE SCHEMA marts")
            for mart in map(self._receipt.mart, _MARTS):
                files = [str(folder / file.path) for file in mart.files]
                warehouse.execute(f"CREATE TABLE marts.{mart.name} AS FROM read_parquet({files})")
            for mark in _MARKS:
                warehouse.execute(mark)
            self._add_up(warehouse, "agg_segment_month", "marts.fct_customer_month")
            self._add_up(warehouse, "agg_customer_year", _YEARS)
            self._add_up(warehouse, "agg_unit_month", _SEGMENTS)

    def release(self, name: str, units: frozenset[str] | None, *, with_company_totals: bool = False) -> Path:
        """PHANKY_HOME of a release with the rows of these units (None: all)."""
        settings = load_settings(home=self._into / name, threads=2)
        settings.home.mkdir(parents=True)
        with duckdb.connect(str(settings.warehouse_file)) as warehouse:
            warehouse.execute(f"ATTACH '{self._marked}' AS marked (READ_ONLY)")
            warehouse.execute("CREATE SCHEMA marts")
            for mart in map(self._receipt.mart, _MARTS):
                is_kept = (
                    f"{UNIT_COLUMN} IN (SELECT unnest($units))"
                    if mart.scope == "unit" and units is not None
                    else "true"
                )
                given = {"units": sorted(units)} if "$" in is_kept and units is not None else {}
                warehouse.execute(
                    f"CREATE TABLE marts.{mart.name} AS FROM marked.marts.{mart.name} WHERE {is_kept}", given
                )
            if not with_company_totals:
                self._add_up(warehouse, "agg_unit_month", _SEGMENTS)
        specs = [MartSpec(mart.name, mart.scope, mart.grain) for mart in map(self._receipt.mart, _MARTS)]
        taken = manifest(self._receipt.snapshot_id, self._receipt.as_of)
        with duckdb_reader(settings.warehouse_file) as reader:
            publish(
                reader, settings, manifest=taken, marts=specs, tests=TESTS, code=CODE, definitions=self._definitions
            )
        return settings.home

    def _add_up(self, warehouse: duckdb.DuckDBPyConnection, mart: str, source: str) -> None:
        """Fill an aggregate anew; its columns are keys but for counts and energy."""
        columns = self._receipt.mart(mart).columns
        shown = [
            f"CAST(sum({name}) AS {kind}) AS {name}" if name.startswith(("customers_", "kwh_")) else name
            for name, kind in columns
        ]
        warehouse.execute(f"DELETE FROM marts.{mart}")
        warehouse.execute(f"INSERT INTO marts.{mart} BY NAME SELECT {', '.join(shown)} FROM {source} GROUP BY ALL")


def _definitions(file: Path) -> MetricDefinitions:
    text = file.read_text(encoding="utf-8")
    metrics = frozenset(metric["name"] for metric in json.loads(text)["manifest"]["metrics"])
    return MetricDefinitions(text, metrics, golden=metrics)


def open_marked(home: Path, identity: Identity) -> Release:
    """One of the releases, with what metrics need."""
    return open_release(identity, home=home, marts=[], with_metrics=True)


def digits_of(kwh: Decimal) -> dict[str, int]:
    """Unit, or ``others`` -> what a sum of energy has of its customers."""
    rest, found = int(kwh * 1000), {}
    for owner in FIELDS[:-1]:
        rest, found[owner] = divmod(rest, _FIELD)
    return found | {FIELDS[-1]: rest}


def foreign_words(whole: Path, scope: Identity) -> frozenset[str]:
    """Customers, their names and books that ``scope`` must not read."""
    found: set[str] = set()
    with open_release(whole_company("trưởng phòng"), home=whole) as release:
        for mart, column in (
            ("dim_customers", "customer_id"),
            ("dim_customers", "customer_name"),
            ("fct_customer_month", "book_codes"),
        ):
            rows = release.rows(mart, [UNIT_COLUMN, column]).to_pylist()
            found |= {row[column] for row in rows if row[column] and not scope.may_see(row[UNIT_COLUMN])}
    return frozenset(found)
