from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from filelock import FileLock

from flows.landing import LandedFile
from flows.publish import MartSpec, Published, duckdb_reader, publish, rollback, shelving
from phanky.errors import BuildError, BusyError
from phanky.identity import of_units, whole_company
from phanky.progress import listening
from semantic import DataTests, Shelf, open_release
from tests.marts import CODE, SPECS, TESTS, House, case, manifest, rows_of, snapshot, too_few, warehouse

VERDICTS = "fct_reading_period_compliance"
A, B = case("PC02AA0000001"), too_few("PC02BB0000001")


def publishing(house: House, rows: dict[str, list[dict[str, Any]]], **options: Any) -> Published:
    """Publish with everything as it should be but for ``options``."""
    taken = manifest()
    filled = {"dim_snapshot": [snapshot(taken.snapshot_id, taken.as_of)]} | rows
    given = {"manifest": taken, "marts": SPECS, "tests": TESTS, "code": CODE, "now": house.now} | options
    with duckdb_reader(warehouse(house.settings.warehouse_file, filled)) as reader:
        return publish(reader, house.settings, **given)


def files(house: House) -> set[str]:
    """All files under releases/, the id of the release left out."""
    folder = Shelf(house.home).folder
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {path.partition("/")[2] or path for path in paths}


def test_customers_lie_in_the_folder_of_their_unit_and_all_else_in_one_file(house: House) -> None:
    published = house.release(rows_of([A, B]))

    assert published.changed
    assert (house.home / "releases/current").read_text() == f"{published.release_id}\n"
    unit_marts = (VERDICTS, "fct_monthly_consumption", "fct_customer_month", "agg_segment_month", "dim_customers")
    open_marts = ("agg_unit_month", "dim_months", "dim_units", "dim_rules", "dim_words", "dim_snapshot")
    assert files(house) == {
        "current",
        ".lock",
        "receipt.json",
        *(
            f"marts/{mart}/managing_unit_code={unit}/data.parquet"
            for mart in unit_marts
            for unit in ("PC02AA", "PC02BB")
        ),
        *(f"marts/{mart}/data.parquet" for mart in open_marts),
    }


def test_the_receipt_says_what_the_release_was_made_from(house: House) -> None:
    bills = LandedFile("HDN_HDON", "2026-10", "a", "b", 10, 7, "70")
    noted = replace(
        manifest(), accepted_change="Cồn Cỏ chuyển sổ", notes=("bỏ qua cột GHI_CHU",),
        rejects=("HDN_HDON.csv, dòng 7",), files=(bills, replace(bills, partition="2026-09", rows=5)),
    )  # fmt: skip
    release_id = publishing(house, rows_of([A, B]), manifest=noted).release_id

    receipt = Shelf(house.home).receipt(release_id)

    assert release_id == f"20261124-{receipt.content_hash[:8]}"
    assert (receipt.snapshot_id, receipt.source, receipt.target) == ("20261124-0123456789ab", "sample", "duckdb")
    assert receipt.published_at == datetime(2026, 11, 24, tzinfo=UTC)
    assert (receipt.tests, receipt.code, receipt.lists) == (TESTS, CODE, {"agreements": "v1"})
    assert (receipt.accepted_change, receipt.notes) == ("Cồn Cỏ chuyển sổ", ("bỏ qua cột GHI_CHU",))
    assert (receipt.rejects, receipt.tables) == (("HDN_HDON.csv, dòng 7",), {"HDN_HDON": 12})
    assert receipt.rules[0]["lower_threshold_kwh"] == "50000.000"
    assert receipt.rules[0]["valid_from"] == "2025-02-08"
    verdicts = receipt.mart(VERDICTS)
    assert (verdicts.rows, verdicts.scope, verdicts.grain) == (2, "unit", ("customer_id", "month"))
    assert ("average_kwh", "DECIMAL(18,2)") in verdicts.columns


def test_files_are_sorted_by_month_and_customer_and_keep_the_unit_column(house: House) -> None:
    months = [case(f"PC02AA000000{number}", month) for month in ("2026-10", "2026-09") for number in (2, 1)]
    release_id = house.release(rows_of(months)).release_id

    path = Shelf(house.home).release_folder(release_id) / f"marts/{VERDICTS}/managing_unit_code=PC02AA/data.parquet"
    table = pq.ParquetFile(path).read(["customer_id", "month", "managing_unit_code"])

    assert [(row["customer_id"][-1], row["month"]) for row in table.to_pylist()] == [
        ("1", "2026-09"),
        ("2", "2026-09"),
        ("1", "2026-10"),
        ("2", "2026-10"),
    ]
    assert set(table["managing_unit_code"].to_pylist()) == {"PC02AA"}


def test_the_same_content_makes_no_new_release_whatever_the_order_of_its_rows(house: House) -> None:
    first = house.release(rows_of([A, B]), as_of=date(2026, 11, 23))
    again = house.release(rows_of([B, A]), as_of=date(2026, 11, 24))

    assert again == Published(first.release_id, changed=False)
    assert Shelf(house.home).release_ids() == (first.release_id,)


def test_a_row_more_of_the_same_is_other_content(house: House) -> None:
    first = house.release(rows_of([A], fct_monthly_consumption=[]))
    extra = {"customer_id": "K", "month": "2026-10", "quarter": "2026-Q4", "managing_unit_code": "PC02AA", "kwh": None}
    twice = house.release(rows_of([A], fct_monthly_consumption=[extra, extra]))
    four = house.release(rows_of([A], fct_monthly_consumption=[extra] * 4))

    assert len({first.release_id, twice.release_id, four.release_id}) == 3


def test_an_empty_value_is_not_an_empty_text(house: House) -> None:
    first = house.release(rows_of([A | {"book_codes": None}]))
    second = house.release(rows_of([A | {"book_codes": ""}]))

    assert second.changed
    assert first.release_id != second.release_id


def test_after_going_back_the_next_publishing_takes_the_same_release_up_again(house: House) -> None:
    first = house.release(rows_of([A])).release_id
    second = house.release(rows_of([B])).release_id
    receipt = Shelf(house.home).release_folder(second) / "receipt.json"
    written = receipt.stat().st_mtime_ns
    rollback(house.settings, first)

    assert house.release(rows_of([B])) == Published(second, changed=True)
    assert Shelf(house.home).current_id() == second
    assert receipt.stat().st_mtime_ns == written


def test_a_damaged_release_of_the_same_content_is_replaced_by_a_whole_one(house: House) -> None:
    release_id = house.release(rows_of([A])).release_id
    path = Shelf(house.home).release_folder(release_id) / "marts/dim_words/data.parquet"
    path.write_bytes(b"x" * path.stat().st_size)

    assert house.release(rows_of([A])) == Published(release_id, changed=True)
    assert Shelf(house.home).audit(release_id).release_id == release_id


def test_other_content_whose_hash_begins_alike_gets_a_longer_id(house: House) -> None:
    """A real collision of eight digits cannot be waited for: the first release is given the second one's name."""
    shelf = Shelf(house.home)
    wanted = house.release(rows_of([B])).release_id
    other = house.release(rows_of([A])).release_id
    shelving.take_down(shelf, wanted)
    text = (shelf.release_folder(other) / "receipt.json").read_text(encoding="utf-8")
    shelf.release_folder(other).rename(shelf.release_folder(wanted))
    (shelf.release_folder(wanted) / "receipt.json").write_text(text.replace(other, wanted), encoding="utf-8")
    shelving.make_current(shelf, wanted)

    published = house.release(rows_of([B]))

    assert published.release_id.startswith(wanted)
    assert len(published.release_id) == len("20261124-") + 16
    assert len(shelf.release_ids()) == 2


@pytest.mark.parametrize("tests", [DataTests(0, 0, 0), DataTests(140, 139, 139), DataTests(140, 140, 139)])
def test_nothing_is_published_unless_every_test_ran_and_passed(house: House, tests: DataTests) -> None:
    with pytest.raises(BuildError, match="Không phát hành"):
        publishing(house, rows_of([A]), tests=tests)
    assert Shelf(house.home).current_id() is None


@pytest.mark.parametrize(
    ("rows", "options", "complaint"),
    [
        (
            rows_of([A]),
            {"manifest": manifest("20261125-aaaaaaaaaaaa")},
            "không phải của ảnh chụp 20261125-aaaaaaaaaaaa",
        ),
        (rows_of([A], dim_snapshot=[]), {}, "không phải của ảnh chụp"),
        (
            rows_of([A | {"managing_unit_code": None}], agg_unit_month=[], dim_units=[]),
            {},
            "dòng không có managing_unit",
        ),
        (
            rows_of([A]),
            {"marts": [MartSpec("fct_nothing", "open", ())]},
            "không có mart fct_nothing|fct_nothing: không đọc",
        ),
        (
            rows_of([A]),
            {"marts": [MartSpec("dim_words", "unit", ("code",))]},
            "dim_words: thiếu cột managing_unit_code",
        ),
        (rows_of([A]), {"marts": [MartSpec("dim_words", "open", ("word",))]}, "dim_words: thiếu cột word"),
        (rows_of([A]), {"marts": [spec for spec in SPECS if spec.name != "dim_rules"]}, "Thiếu mart dim_rules"),
    ],
)
def test_a_warehouse_that_is_not_as_declared_is_refused_and_the_last_release_stays(
    house: House, rows: dict[str, Any], options: dict[str, Any], complaint: str
) -> None:
    before = house.release(rows_of([B])).release_id
    kept = files(house)

    with pytest.raises(BuildError, match=complaint):
        publishing(house, rows, **options)

    assert Shelf(house.home).current_id() == before
    assert files(house) == kept


def test_numbers_that_are_not_exact_are_refused_by_column(house: House) -> None:
    path = warehouse(house.settings.warehouse_file, rows_of([A]))
    with duckdb.connect(str(path)) as connection:
        connection.execute("ALTER TABLE marts.dim_rules ALTER lower_threshold_kwh TYPE double")

    with (
        duckdb_reader(path) as reader,
        pytest.raises(BuildError, match="dim_rules, cột lower_threshold_kwh: kiểu DOUBLE"),
    ):
        publish(reader, house.settings, manifest=manifest(), marts=SPECS, tests=TESTS, code=CODE)


def test_a_warehouse_that_is_not_there_is_refused_in_one_line(house: House) -> None:
    with pytest.raises(BuildError, match="không mở được kho dữ liệu"), duckdb_reader(house.home / "warehouse.duckdb"):
        pass


def test_a_unit_code_may_hold_any_character_and_leads_nowhere_else(house: House) -> None:
    codes = ["../../etc", "A'B", "Đ Hà", "PC%02", "a=b&c"]
    release_id = house.release(
        rows_of([case(f"K{number}", managing_unit_code=code) for number, code in enumerate(codes)])
    )

    assert Shelf(house.home).audit(release_id.release_id).mart(VERDICTS).rows == 5
    for number, code in enumerate(codes):
        with open_release(of_units("giám đốc", code), home=house.home) as opened:
            assert opened.rows(VERDICTS, ["customer_id"]).to_pylist() == [{"customer_id": f"K{number}"}]


def test_the_documentation_page_is_part_of_the_release(house: House, tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("<p>Tài liệu</p>", encoding="utf-8")
    release_id = publishing(house, rows_of([A]), docs=page).release_id
    copy = Shelf(house.home).release_folder(release_id) / "docs/index.html"

    assert copy.read_text(encoding="utf-8") == "<p>Tài liệu</p>"
    assert Shelf(house.home).receipt(release_id).docs is not None
    copy.write_text("<p>Sửa</p>", encoding="utf-8")
    assert publishing(house, rows_of([A]), docs=page).changed


def test_an_empty_mart_is_published_with_its_columns(house: House) -> None:
    house.release(rows_of([A], fct_monthly_consumption=[], dim_units=[]))

    with open_release(whole_company("x"), home=house.home) as opened:
        assert opened.rows("fct_monthly_consumption").shape == (0, 7)
        assert opened.rows("dim_units").shape == (0, 5)


def test_only_one_process_publishes_at_a_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelving, "_PATIENCE_SECONDS", 0.1)
    house.release(rows_of([A]))

    with FileLock(house.home / "releases/.lock"), pytest.raises(BusyError, match="đang chạy"):
        house.release(rows_of([B]))


def test_a_run_tells_where_it_is(house: House) -> None:
    points: list[str] = []
    with listening(lambda point, _: points.append(point)):
        house.release(rows_of([A]))

    assert points == [
        "publish.begin",
        *["publish.mart"] * len(SPECS),
        "publish.before_receipt",
        "publish.receipt_written",
        "publish.before_current",
        "publish.current_moved",
    ]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from tests.marts import House, rows_of, case

house = House(Path(sys.argv[1]))
verdicts = [case(f"PC02AA{number:07d}", book_codes=str(number * 7919)) for number in range(2000)]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from tests import marts
fill = marts.warehouse
def limited(*arguments):
    made = fill(*arguments)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, resource.RLIM_INFINITY))
    return made
marts.warehouse = limited
house.release(rows_of(verdicts, fct_monthly_consumption=[], dim_customers=[]))
"""


def test_a_disk_that_takes_no_more_leaves_the_last_release_in_service_and_no_rubbish(house: House) -> None:
    before = house.release(rows_of([A])).release_id
    kept = files(house)

    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(house.home)], capture_output=True, text=True, check=False
    )

    assert "phanky.errors.BuildError" in run.stderr
    assert "không ghi được bản phát hành" in run.stderr
    assert Shelf(house.home).current_id() == before
    assert files(house) == kept
