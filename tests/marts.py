"""Small public marts of the released shape, built as real warehouses and published as real releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

import duckdb
import pyarrow as pa

from flows.landing import Manifest
from flows.publish import MartSpec, Published, duckdb_reader, publish
from phanky.settings import Settings, load_settings
from semantic import CodeVersion, DataTests
from tests import counted_marts
from tests.counted_marts import counted

Row = dict[str, Any]
Rows = Mapping[str, Iterable[Row]]

SPECS = (
    MartSpec("fct_reading_period_compliance", "unit", ("customer_id", "month")),
    MartSpec("fct_monthly_consumption", "unit", ("customer_id", "month")),
    MartSpec("dim_customers", "unit", ("customer_id",)),
    *counted_marts.SPECS,
    MartSpec("dim_units", "open", ("unit_code", "valid_from")),
    MartSpec("dim_rules", "open", ("rule_id",)),
    MartSpec("dim_words", "open", ("word_set", "code")),
    MartSpec("dim_snapshot", "open", ("snapshot_id",)),
)
TAKEN_AT = datetime(2026, 11, 23, 23, 12, tzinfo=UTC)
FEWEST_SPECS = tuple(
    spec for spec in SPECS if spec.name in {"fct_reading_period_compliance", "dim_months", "dim_rules", "dim_snapshot"}
)
"""Enough for a release: for tests that make many."""
TESTS = DataTests(expected=140, executed=140, passed=140)
CODE = CodeVersion(package="0.1.0", commit="a1b2c3d", versions={"dbt": "1.12.6", "duckdb": "2.0.0"})

COLUMNS: dict[str, str] = {
    "fct_reading_period_compliance": """
        month varchar, quarter varchar, is_quarter_end boolean, customer_id varchar, unit_code varchar,
        managing_unit_code varchar, verdict varchar, reason varchar, basis varchar, rule_id varchar,
        required_periods integer, threshold_periods integer, agreed_periods integer, agreement_document varchar,
        actual_periods integer, average_kwh decimal(18,2), plain_average_kwh decimal(18,2),
        day_weighted_average_kwh decimal(18,2), registered_average_kwh decimal(18,2), window_kwh decimal(18,3),
        window_first_month varchar, kwh_month_1 decimal(18,3), kwh_month_2 decimal(18,3), kwh_month_3 decimal(18,3),
        days_month_1 integer, days_month_2 integer, days_month_3 integer, window_days integer, covered_days integer,
        is_window_ordinary boolean, gap_months integer, lower_threshold_kwh decimal(18,2),
        upper_threshold_kwh decimal(18,2), distance_to_threshold_kwh decimal(18,2), book_codes varchar,
        has_mixed_books boolean, has_schedule_history boolean, price_groups varchar, is_mixed_price boolean,
        is_provisional boolean, wrong_since_month varchar""",
    "fct_monthly_consumption": """
        customer_id varchar, month varchar, quarter varchar, managing_unit_code varchar, kwh decimal(18,3),
        bills integer, covered_days integer""",
    "dim_customers": """
        customer_id varchar, customer_name varchar, managing_unit_code varchar, first_date date, end_date date,
        is_in_force boolean, scope varchar, scope_reason varchar, price_groups varchar, first_judged_month varchar,
        last_judged_month varchar, search_text varchar""",
    **counted_marts.COLUMNS,
    "dim_units": "unit_code varchar, unit_name varchar, valid_from date, valid_to date, is_current boolean",
    "dim_rules": """
        rule_id varchar, name_vi varchar, citation varchar, citation_is_verified boolean, valid_from date,
        valid_to date, window_months integer, lower_threshold_kwh decimal(18,3), upper_threshold_kwh decimal(18,3)""",
    "dim_words": """
        word_set varchar, code varchar, label_vi varchar, meaning_vi varchar, rank integer, is_wrong boolean,
        is_right boolean""",
    "dim_snapshot": """
        snapshot_id varchar, source varchar, as_of_date date, taken_at timestamp, first_bill_month varchar,
        first_judged_month varchar, last_judged_month varchar""",
}

WORDS = [
    ("verdict", "dung", "Đúng phân kỳ", 4, False, True),
    ("verdict", "thieu_ky", "Thiếu kỳ", 1, True, False),
    ("verdict", "thua_ky", "Thừa kỳ", 2, True, False),
    ("verdict", "thoa_thuan", "Theo thỏa thuận", 3, False, True),
    ("verdict", "chua_du_du_lieu", "Chưa đủ dữ liệu", 5, False, False),
    ("verdict", "ngoai_pham_vi", "Ngoài phạm vi", 6, False, False),
    ("basis", "hop_dong", "Bình quân đăng ký trong hợp đồng", 2, False, False),
    ("reason", "thieu_hoa_don", "Thiếu hóa đơn", 10, False, False),
]


def case(customer: str = "PC02AA0000001", month: str = "2026-10", **changes: Any) -> Row:
    """A verdict: right with one kỳ, 30.000 kWh a month; ``changes`` say what is different."""
    year, number = int(month[:4]), int(month[5:])
    row: Row = {
        "month": month, "quarter": f"{year}-Q{(number + 2) // 3}", "is_quarter_end": number % 3 == 0,
        "customer_id": customer, "unit_code": customer[:6], "managing_unit_code": customer[:6],
        "verdict": "dung", "reason": None, "basis": "thuc_te", "rule_id": "nd18-2025",
        "required_periods": 1, "threshold_periods": 1, "agreed_periods": None, "agreement_document": None,
        "actual_periods": 1, "average_kwh": Decimal("30000.00"), "plain_average_kwh": Decimal("30000.00"),
        "day_weighted_average_kwh": Decimal("30000.00"), "registered_average_kwh": None,
        "window_kwh": Decimal("90000.000"), "window_first_month": _earlier(year, number, 2),
        "kwh_month_1": Decimal("29000.000"), "kwh_month_2": Decimal("30000.000"), "kwh_month_3": Decimal("31000.000"),
        "days_month_1": 31, "days_month_2": 30, "days_month_3": 31, "window_days": 92, "covered_days": 92,
        "is_window_ordinary": True, "gap_months": 0, "lower_threshold_kwh": Decimal("50000.00"),
        "upper_threshold_kwh": Decimal("100000.00"), "distance_to_threshold_kwh": Decimal("20000.00"),
        "book_codes": "SPHU1KY", "has_mixed_books": False, "has_schedule_history": True, "price_groups": "KDDV",
        "is_mixed_price": False, "is_provisional": False, "wrong_since_month": None,
    }  # fmt: skip
    return row | changes


def too_few(customer: str = "PC02AA0000001", month: str = "2026-10", **changes: Any) -> Row:
    """A verdict: one kỳ where two are asked for, 63.410 kWh a month, wrong since T8/2026."""
    evidence = {
        "verdict": "thieu_ky", "required_periods": 2, "threshold_periods": 2, "wrong_since_month": "2026-08",
        "average_kwh": Decimal("63410.00"), "plain_average_kwh": Decimal("63410.00"),
        "day_weighted_average_kwh": Decimal("63410.00"), "window_kwh": Decimal("190230.000"),
        "kwh_month_1": Decimal("61000.000"), "kwh_month_2": Decimal("65000.000"), "kwh_month_3": Decimal("64230.000"),
        "distance_to_threshold_kwh": Decimal("13410.00"),
    }  # fmt: skip
    return case(customer, month, **(evidence | changes))


def _earlier(year: int, number: int, months: int) -> str:
    index = year * 12 + number - 1 - months
    return f"{index // 12}-{index % 12 + 1:02d}"


def customer(code: str, name: str = "Công ty A") -> Row:
    """A customer in scope."""
    return {
        "customer_id": code, "customer_name": name, "managing_unit_code": code[:6], "first_date": date(2020, 1, 1),
        "end_date": None, "is_in_force": True, "scope": "trong_pham_vi", "scope_reason": None, "price_groups": "KDDV",
        "first_judged_month": "2026-08", "last_judged_month": "2026-10", "search_text": searchable(f"{name} {code}"),
    }  # fmt: skip


def searchable(text: str) -> str:
    """As the dbt project writes ``search_text``."""
    bare = normalize("NFD", text.lower()).replace("đ", "d")
    return " " + "".join(letter if letter.isalnum() else " " for letter in bare if not combining(letter))


def snapshot(snapshot_id: str, as_of: date, last_month: str = "2026-10") -> Row:
    """The row of ``dim_snapshot``."""
    return {
        "snapshot_id": snapshot_id, "source": "sample", "as_of_date": as_of, "taken_at": TAKEN_AT.replace(tzinfo=None),
        "first_bill_month": "2026-01", "first_judged_month": "2026-03", "last_judged_month": last_month,
    }  # fmt: skip


def rule(rule_id: str = "nd18-2025", **changes: Any) -> Row:
    """A row of ``dim_rules``."""
    return {
        "rule_id": rule_id, "name_vi": "Số kỳ ghi chỉ số theo Nghị định 18/2025", "citation": "Nghị định 18/2025/NĐ-CP",
        "citation_is_verified": True, "valid_from": date(2025, 2, 8), "valid_to": None, "window_months": 3,
        "lower_threshold_kwh": Decimal("50000.000"), "upper_threshold_kwh": Decimal("100000.000"),
    } | changes  # fmt: skip


def word_rows() -> list[Row]:
    """The rows of ``dim_words``."""
    names = ("word_set", "code", "label_vi", "rank", "is_wrong", "is_right")
    return [dict(zip(names, word, strict=True)) for word in WORDS]


def rows_of(cases: Iterable[Row], **others: Iterable[Row]) -> dict[str, list[Row]]:
    """All marts for these verdicts; ``others`` replace whole marts."""
    verdicts = list(cases)
    units = sorted({row["managing_unit_code"] for row in verdicts})
    marts: dict[str, Iterable[Row]] = {
        "fct_reading_period_compliance": verdicts,
        "fct_monthly_consumption": [
            {
                "customer_id": row["customer_id"],
                "month": row["month"],
                "quarter": row["quarter"],
                "managing_unit_code": row["managing_unit_code"],
                "kwh": row["kwh_month_3"],
                "bills": 1,
                "covered_days": 31,
            }
            for row in verdicts
        ],
        "dim_customers": [customer(code) for code in sorted({row["customer_id"] for row in verdicts})],
        **counted(verdicts),
        "dim_units": [
            {"unit_code": unit, "unit_name": unit, "valid_from": date(2025, 7, 1), "valid_to": None, "is_current": True}
            for unit in units
        ],
        "dim_rules": [rule()],
        "dim_words": word_rows(),
    }
    return {mart: list(rows) for mart, rows in (marts | others).items()}


def fill(connection: duckdb.DuckDBPyConnection, rows: Rows, specs: Iterable[MartSpec]) -> None:
    """Make schema ``marts`` with these marts, and put ``rows`` in."""
    connection.execute("CREATE SCHEMA marts")
    for mart in (spec.name for spec in specs):
        connection.execute(f"CREATE TABLE marts.{mart} ({COLUMNS[mart]})")
        if found := list(rows.get(mart, ())):
            connection.register("incoming", pa.Table.from_pylist(found))
            connection.execute(f"INSERT INTO marts.{mart} BY NAME SELECT * FROM incoming")


def warehouse(path: Path, rows: Rows, specs: Iterable[MartSpec] = SPECS) -> Path:
    """A DuckDB warehouse that holds ``rows``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.begin()
        fill(connection, rows, specs)
        connection.commit()
    return path


def manifest(snapshot_id: str = "20261124-0123456789ab", as_of: date = date(2026, 11, 24)) -> Manifest:
    """A manifest without files."""
    return Manifest(
        snapshot_id=snapshot_id, source="sample", baseline="sample", fingerprint="f", as_of=as_of,
        taken_at=TAKEN_AT, lists={"agreements": "v1"}, tables=("HDN_HDON",),
        files=(), unit_months=(),
    )  # fmt: skip


class House:
    """A PHANKY_HOME of one test: each :meth:`release` makes a warehouse and publishes it, a minute after the last."""

    def __init__(self, home: Path, specs: tuple[MartSpec, ...] = SPECS) -> None:
        self.settings: Settings = load_settings(home=home, threads=2)
        self.specs = specs
        self.now = datetime(2026, 11, 24, tzinfo=UTC)

    @property
    def home(self) -> Path:
        """PHANKY_HOME."""
        return self.settings.home

    def release(
        self, rows: Mapping[str, list[Row]], *, as_of: date = date(2026, 11, 24), last_month: str = "2026-10"
    ) -> Published:
        """Publish ``rows`` as the marts of a snapshot of their own."""
        self.now += timedelta(minutes=1)
        taken = manifest(f"{as_of:%Y%m%d}-{self.now:%d%H%M%S%f}", as_of)
        filled = {"dim_snapshot": [snapshot(taken.snapshot_id, as_of, last_month)]} | rows
        with duckdb_reader(warehouse(self.settings.warehouse_file, filled, self.specs)) as reader:
            return publish(
                reader, self.settings, manifest=taken, marts=self.specs, tests=TESTS, code=CODE, now=self.now
            )
