"""Releases with every column that pages, messages and commands read, made from a few verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb

from flows.publish import MartSpec, Published, duckdb_reader, publish
from tests import marts
from tests.definitions import project_definitions
from tests.marts import CODE, SPECS, TESTS, House, Row, manifest, rule, snapshot

COLUMNS = marts.COLUMNS | {
    "dim_units": """
        unit_code varchar, unit_name varchar, short_name varchar, valid_from date, valid_to date, is_current boolean""",
    "dim_rules": f"""
        rule_group varchar, finding_vi varchar, severity varchar, model_name varchar, checked_on date,
        {marts.COLUMNS["dim_rules"]}""",
    "fct_monthly_consumption": f"{marts.COLUMNS['fct_monthly_consumption']}, is_ordinary boolean",
    "agg_reconciliation": """
        unit_code varchar, month varchar, quarter varchar, reason varchar, is_counted boolean, bills integer,
        customers integer, kwh decimal(18,3)""",
    "fct_rule_results": """
        rule_id varchar, customer_id varchar, month varchar, month_date date, quarter varchar, unit_code varchar,
        managing_unit_code varchar, severity varchar, evidence varchar, evidence_value decimal(18,3),
        reference_value decimal(18,3)""",
    "fct_early_warning": """
        customer_id varchar, month varchar, month_date date, quarter varchar, is_quarter_end boolean,
        target_month varchar, unit_code varchar, managing_unit_code varchar, price_group varchar, threshold varchar,
        direction varchar, threshold_kwh decimal(18,3), periods_now integer, periods_then integer,
        actual_periods integer, average_kwh decimal(18,2), expected_average_kwh decimal(18,2),
        known_kwh decimal(18,3), known_months integer, expected_kwh decimal(18,3), source varchar, step decimal(9,4),
        last_month_kwh decimal(18,3), last_month_year_before_kwh decimal(18,3),
        target_month_year_before_kwh decimal(18,3), distance varchar, past_warnings integer, past_hits integer,
        hit_rate decimal(5,4), customers_will_cross integer""",
    "agg_forecast_quality": """
        quarter varchar, threshold varchar, direction varchar, method varchar, predicted integer, happened integer,
        hits integer, precision_share decimal(5,4), recall_share decimal(5,4)""",
}
_BESIDE_VERDICTS = (
    MartSpec("fct_rule_results", "unit", ("rule_id", "customer_id", "month")),
    MartSpec("fct_early_warning", "unit", ("customer_id", "month")),
    MartSpec("agg_forecast_quality", "open", ("quarter", "threshold", "direction", "method")),
)
UNITS = {"PC02AA": "Đông Hà", "PC02BB": "Thành Cổ", "PC01AA": "Đồng Hới"}


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
    whole = marts.rows_of(verdicts, dim_units=_units(verdicts), dim_rules=_rules())
    return whole | {mart: list(rows) for mart, rows in others.items()}


def finding(customer: str, month: str = "2026-10") -> Row:
    """A finding beside the verdict."""
    return {
        "rule_id": "mixed_books", "customer_id": customer, "month": month,
        "month_date": date.fromisoformat(f"{month}-01"), "quarter": f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}",
        "unit_code": customer[:6], "managing_unit_code": customer[:6], "severity": "warn", "evidence": "A, B",
        "evidence_value": Decimal("1.000"), "reference_value": None,
    }  # fmt: skip


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
        rule(
            rule_group="reading_periods",
            finding_vi=None,
            severity="error",
            model_name="int_rules__reading_periods",
            checked_on=date(2026, 11, 24),
        ),
        rule(
            "mixed_books",
            rule_group="finding",
            finding_vi="sổ {evidence}, tính theo số kỳ nhỏ nhất: {value}",
            name_vi="Sổ khác số kỳ",
            valid_from=date(2013, 12, 10),
            severity="warn",
            model_name="int_rules__mixed_books",
            citation_is_verified=False,
            checked_on=date(2026, 11, 24),
        ),
    ]


class WholeHouse(House):
    """A PHANKY_HOME whose releases have every column and answer questions about metrics."""

    def release(
        self, rows: Mapping[str, list[Row]], *, as_of: date = date(2026, 11, 24), last_month: str = "2026-10",
        source: str = "files", with_metrics: bool = True,
    ) -> Published:  # fmt: skip
        """Publish ``rows`` as the marts of a snapshot of their own; without metrics it is as releases once were."""
        self.now += timedelta(minutes=1)
        taken = manifest(f"{as_of:%Y%m%d}-{self.now:%d%H%M%S%f}", as_of)
        taken = type(taken)(**{**vars(taken), "source": source})
        filled = {"dim_snapshot": [snapshot(taken.snapshot_id, as_of, last_month)]} | rows
        specs = [*SPECS, *_BESIDE_VERDICTS]
        if "agg_reconciliation" in rows:
            specs.append(MartSpec("agg_reconciliation", "open", ("unit_code", "month", "reason")))
        self._fill(filled)
        with duckdb_reader(self.settings.warehouse_file) as reader:
            return publish(
                reader, self.settings, manifest=taken, marts=specs, tests=TESTS, code=CODE, now=self.now,
                definitions=project_definitions() if with_metrics else None,
            )  # fmt: skip

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
