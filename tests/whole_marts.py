"""Releases with every column that pages, messages and commands read, made from a few verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb

from flows.publish import MartSpec, Published, duckdb_reader, publish
from tests import marts
from tests.marts import CODE, SPECS, TESTS, House, Row, manifest, rule, snapshot

COLUMNS = marts.COLUMNS | {
    "agg_unit_month": """
        unit_code varchar, month varchar, quarter varchar, is_quarter_end boolean, is_provisional boolean,
        customers_in_scope integer, customers_right integer, customers_too_few integer, customers_too_many integer,
        customers_agreed integer, customers_not_enough_data integer, kwh_total decimal(18,3)""",
    "dim_units": """
        unit_code varchar, unit_name varchar, short_name varchar, valid_from date, valid_to date, is_current boolean""",
    "dim_rules": f"rule_group varchar, finding_vi varchar, {marts.COLUMNS['dim_rules']}",
    "fct_rule_results": """
        rule_id varchar, customer_id varchar, month varchar, unit_code varchar, managing_unit_code varchar,
        severity varchar, evidence varchar, evidence_value decimal(18,3), reference_value decimal(18,3)""",
}
UNITS = {"PC02AA": "Đông Hà", "PC02BB": "Thành Cổ", "PC01AA": "Đồng Hới"}
_COUNTED = {
    "dung": "customers_right",
    "thieu_ky": "customers_too_few",
    "thua_ky": "customers_too_many",
    "thoa_thuan": "customers_agreed",
    "chua_du_du_lieu": "customers_not_enough_data",
}


def too_many(customer: str, month: str = "2026-10", **changes: Any) -> Row:
    """A verdict: two kỳ where one is asked for."""
    return marts.case(
        customer, month, **({"verdict": "thua_ky", "actual_periods": 2, "wrong_since_month": month} | changes)
    )


def agreed(customer: str, month: str = "2026-10") -> Row:
    """A verdict: two kỳ by agreement where one would do."""
    return marts.case(
        customer, month, verdict="thoa_thuan", basis="thoa_thuan", actual_periods=2, agreed_periods=2,
        agreement_document="15/TT",
    )  # fmt: skip


def not_enough(customer: str, month: str = "2026-10") -> Row:
    """A verdict: a bill is missing."""
    return marts.case(
        customer, month, verdict="chua_du_du_lieu", reason="thieu_hoa_don", required_periods=None,
        threshold_periods=None, average_kwh=None, kwh_month_2=None, gap_months=1,
    )  # fmt: skip


def rows_of(cases: Iterable[Row], **others: Iterable[Row]) -> dict[str, list[Row]]:
    """All marts for these verdicts; ``others`` replace whole marts."""
    verdicts = list(cases)
    whole = marts.rows_of(
        verdicts, agg_unit_month=_unit_months(verdicts), dim_units=_units(verdicts), dim_rules=_rules()
    )
    return whole | {mart: list(rows) for mart, rows in others.items()}


def finding(customer: str, month: str = "2026-10") -> Row:
    """A finding beside the verdict."""
    return {
        "rule_id": "mixed_books", "customer_id": customer, "month": month, "unit_code": customer[:6],
        "managing_unit_code": customer[:6], "severity": "warn", "evidence": "A, B",
        "evidence_value": Decimal("1.000"), "reference_value": None,
    }  # fmt: skip


def _unit_months(verdicts: list[Row]) -> list[Row]:
    counts = Counter((row["unit_code"], row["month"], row["verdict"]) for row in verdicts)
    found: dict[tuple[str, str], Row] = {}
    for row in verdicts:
        if row["verdict"] == "ngoai_pham_vi":
            continue
        unit, month = row["unit_code"], row["month"]
        of_verdict = {column: counts[unit, month, verdict] for verdict, column in _COUNTED.items()}
        found[unit, month] = {
            "unit_code": unit, "month": month, "quarter": row["quarter"], "is_quarter_end": row["is_quarter_end"],
            "is_provisional": row["is_provisional"], "customers_in_scope": sum(of_verdict.values()), **of_verdict,
            "kwh_total": Decimal("31000.000"),
        }  # fmt: skip
    return list(found.values())


def _units(verdicts: list[Row]) -> list[Row]:
    codes = sorted({row["unit_code"] for row in verdicts} | {row["managing_unit_code"] for row in verdicts})
    return [_unit(code) for code in codes]


def _unit(code: str) -> Row:
    return {
        "unit_code": code, "unit_name": f"Điện lực {UNITS[code]}", "short_name": UNITS[code],
        "valid_from": date(2025, 7, 1), "valid_to": None, "is_current": True,
    }  # fmt: skip


def _rules() -> list[Row]:
    return [
        rule(rule_group="reading_periods", finding_vi=None),
        rule(
            "mixed_books",
            rule_group="finding",
            finding_vi="sổ {evidence}, tính theo số kỳ nhỏ nhất: {value}",
            name_vi="Sổ khác số kỳ",
            valid_from=date(2013, 12, 10),
        ),
    ]


class WholeHouse(House):
    """A PHANKY_HOME whose releases have every column."""

    def release(
        self, rows: Mapping[str, list[Row]], *, as_of: date = date(2026, 11, 24), last_month: str = "2026-10",
        source: str = "files",
    ) -> Published:  # fmt: skip
        """Publish ``rows`` as the marts of a snapshot of their own."""
        self.now += timedelta(minutes=1)
        taken = manifest(f"{as_of:%Y%m%d}-{self.now:%d%H%M%S%f}", as_of)
        taken = type(taken)(**{**vars(taken), "source": source})
        filled = {"dim_snapshot": [snapshot(taken.snapshot_id, as_of, last_month)]} | rows
        specs = (*SPECS, MartSpec("fct_rule_results", "unit", ("rule_id", "customer_id", "month")))
        self._fill(filled)
        with duckdb_reader(self.settings.warehouse_file) as reader:
            return publish(reader, self.settings, manifest=taken, marts=specs, tests=TESTS, code=CODE, now=self.now)

    def _fill(self, rows: Mapping[str, Iterable[Row]]) -> None:
        path = self.settings.warehouse_file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with duckdb.connect(str(path)) as connection:
            connection.execute("CREATE SCHEMA marts")
            for mart, columns in COLUMNS.items():
                connection.execute(f"CREATE TABLE marts.{mart} ({columns})")
                for row in rows.get(mart, ()):
                    places = ", ".join("?" * len(row))
                    connection.execute(
                        f"INSERT INTO marts.{mart} ({', '.join(row)}) VALUES ({places})", list(row.values())
                    )
