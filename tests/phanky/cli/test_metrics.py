from __future__ import annotations

import csv
import io
import subprocess
import sys

import pytest

from tests.phanky.cli.conftest import Run
from tests.whole_marts import WholeHouse

PROMISED = {
    "customers_in_scope", "customers_right", "customers_too_few", "customers_too_many", "customers_agreed",
    "share_right", "kwh_total",
}  # fmt: skip


def test_each_metric_is_one_line_with_name_label_and_unit(phanky: Run, house: WholeHouse) -> None:
    lines = phanky("metrics").out.splitlines()

    (found,) = (line for line in lines if line.split()[:1] == ["customers_right"])
    assert found.split() == ["customers_right", "Đúng", "phân", "kỳ", "KH"]
    assert {line.split()[0] for line in lines if line.strip()} >= PROMISED


def test_a_named_metric_tells_how_it_is_counted_and_what_it_can_be_split_by(phanky: Run, house: WholeHouse) -> None:
    out = phanky("metrics", "customers_too_few").out

    assert out.startswith("customers_too_few – Thiếu kỳ (KH)\n")
    assert "Cách tính: Khách hàng đang ghi ít kỳ hơn phải ghi, ở tháng xét cuối cùng trong kỳ." in out
    assert "Qua các tháng: Không cộng qua các tháng: lấy tháng xét cuối cùng trong kỳ được hỏi" in out
    assert ["required_periods", "Số", "kỳ", "phải", "ghi"] in [line.split() for line in out.splitlines()]


@pytest.mark.parametrize(
    ("metric", "sentence"),
    [
        ("share_right", "Không cộng qua các tháng"),
        ("kwh_total", "Cộng qua mọi tháng của kỳ được hỏi"),
        ("kwh_growth_year", "Tháng cuối cùng của kỳ được hỏi so với một tháng trước đó"),
    ],
)
def test_how_it_behaves_over_months_is_said_in_plain_words(
    phanky: Run, house: WholeHouse, metric: str, sentence: str
) -> None:
    assert f"Qua các tháng: {sentence}" in phanky("metrics", metric).out


def test_json_has_all_of_it(phanky: Run, house: WholeHouse) -> None:
    found = phanky("metrics", "findings", "--format", "json").json
    everything = phanky("metrics", "--format", "json").json

    dimensions = found.pop("dimensions")
    assert dimensions[:2] == [{"name": "month", "label": "Tháng"}, {"name": "quarter", "label": "Quý"}]
    assert {"name": "rule_id", "label": "Quy định"} in dimensions
    assert found == {
        "name": "findings",
        "label": "Phát hiện",
        "unit": "phát hiện",
        "format": "count",
        "over_months": "stock",
        "description": "Số phát hiện (mỗi quy định, khách hàng một phát hiện) ở tháng xét cuối cùng trong kỳ.",
    }
    assert [row["name"] for row in everything] == sorted(row["name"] for row in everything)
    assert {row["name"] for row in everything} >= PROMISED


def test_csv_lists_the_dimensions_in_one_cell(phanky: Run, house: WholeHouse) -> None:
    rows = list(csv.DictReader(io.StringIO(phanky("metrics", "--format", "csv").out)))

    (row,) = (row for row in rows if row["name"] == "kwh_total")
    assert (row["unit"], row["over_months"]) == ("kWh", "flow")
    assert {"month", "quarter", "unit_code", "verdict"} <= set(row["dimensions"].split())


def test_an_unknown_metric_names_what_is_near(phanky: Run, house: WholeHouse) -> None:
    outcome = phanky("metrics", "kwh")

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("Lỗi: Không có chỉ số “kwh”. Gần giống: kwh_wrong")


def test_neither_help_nor_the_list_waits_for_the_library_that_writes_sql(house: WholeHouse) -> None:
    script = (
        "import sys; from phanky.cli.app import run_command;"
        "codes = [run_command(['query', '--help']), run_command(['metrics'])];"
        "print(codes, sorted(name for name in sys.modules if name.startswith('metricflow')))"
    )

    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)

    assert done.stdout.splitlines()[-1] == "[0, 0] []"
