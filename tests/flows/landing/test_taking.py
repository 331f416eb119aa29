from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from flows.cmis.declaration import AGREEMENTS, TABLES, Control
from flows.cmis.source import Extract
from flows.landing import UnitMonth, landing_path, manifests, read_manifest, verify
from phanky.errors import InputError, Place
from phanky.settings import Settings
from tests.flows.landing.conftest import Land
from tests.memory_source import MemorySource, arrow_table, small_company


class ClosedSource(MemorySource):
    """A source that cannot be read any more."""

    @contextmanager
    def opened(self) -> Iterator[Iterator[Extract]]:
        raise AssertionError("the source was opened")
        yield


class FailingSource(MemorySource):
    """A source whose bills break off after the first batch."""

    def _extract(self, table: object) -> Extract:
        extract = super()._extract(table)  # type: ignore[arg-type]
        if extract.table.name != "HDN_HDON":
            return extract
        return dataclasses.replace(
            extract, batches=pa.RecordBatchReader.from_batches(extract.batches.schema, _breaking_off(extract))
        )


def _breaking_off(extract: Extract) -> Iterator[pa.RecordBatch]:
    yield extract.batches.read_next_batch()
    raise InputError("ngày không đọc được", Place("HDN_HDON.csv", 11, "NGAY_DKY"), "Sửa ô này.")


def test_a_snapshot_holds_what_the_source_counted(take: Land, settings: Settings) -> None:
    manifest = take(MemorySource(small_company()))

    bills = manifest.files_of("HDN_HDON")
    assert [(f.partition, f.rows, f.total) for f in bills] == [
        ("2026-06", 3, "3001.500"),
        ("2026-07", 3, "3001.500"),
        ("2026-08", 3, "3001.500"),
    ]
    assert manifest.rows_of("HDG_KHACH_HANG") == 3
    assert manifest.unit_months[:2] == (
        UnitMonth("PC02AA", "2026-06", 2, "2001.000"),
        UnitMonth("PC02AA", "2026-07", 2, "2001.000"),
    )
    assert manifest.tables == (
        "D_DVI_QLY",
        "D_SOGCS",
        "GCS_LICHGCS",
        "HDG_KHACH_HANG",
        "HDG_DIEM_DO",
        "HDG_DDO_SOGCS",
        "HDG_BBAN_APGIA",
        "HDN_HDON",
    )
    verify(settings, manifest)


def test_a_manifest_is_read_back_as_it_was_written(take: Land, settings: Settings) -> None:
    before = datetime.now(UTC)
    manifest = take(MemorySource(small_company()))

    assert read_manifest(settings, manifest.snapshot_id) == manifest
    assert manifests(settings) == (manifest,)
    assert before <= manifest.taken_at <= datetime.now(UTC)
    assert manifest.snapshot_id.startswith("20260905-")


def test_the_same_content_is_the_same_snapshot_whatever_the_order_of_its_rows(take: Land) -> None:
    first = take(MemorySource(small_company()))
    second = take(MemorySource({name: rows[::-1] for name, rows in small_company().items()}))

    assert second == first


@pytest.mark.parametrize("change", [{"as_of": date(2026, 9, 6)}, {"agreements_version": "v2"}])
def test_another_day_or_another_list_is_another_snapshot_of_the_same_files(
    take: Land, change: dict[str, object]
) -> None:
    first, second = take(MemorySource(small_company())), take(MemorySource(small_company()), **change)

    assert second.snapshot_id != first.snapshot_id
    assert second.files == first.files


def test_an_unchanged_source_is_not_read_again(take: Land) -> None:
    first = take(MemorySource(small_company()))

    assert take(ClosedSource(small_company())) == first


@pytest.mark.parametrize(("damage", "state"), [("missing", "không còn"), ("cut", "không còn khớp mã kiểm")])
def test_a_lost_landing_file_is_named_and_taken_from_the_source_again(
    take: Land, settings: Settings, damage: str, state: str
) -> None:
    manifest = take(MemorySource(small_company()))
    path = landing_path(settings, manifest.files[-1])
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(content[:-1])

    told = f"Tệp tiếp nhận {path} {state} (ảnh chụp {manifest.snapshot_id}): đã lấy lại từ nguồn."
    assert take(MemorySource(small_company())) == dataclasses.replace(manifest, notes=(told,))
    assert path.read_bytes() == content


def test_an_error_of_the_source_arrives_as_it_was_raised_and_leaves_nothing(take: Land, settings: Settings) -> None:
    company = small_company()
    company["HDN_HDON"] *= 4_000
    with pytest.raises(InputError) as refused:
        take(FailingSource(company))

    assert refused.value.place == Place("HDN_HDON.csv", 11, "NGAY_DKY")
    assert manifests(settings) == ()
    assert list(settings.work_dir.iterdir()) == []
    assert not settings.landing_dir.exists()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (Control(10, Decimal("9004.5"), 803), "số dòng của bảng HDN_HDON: nguồn có 10, nhận được 9"),
        (Control(9, Decimal("9004.501"), 803), "tổng DIEN_TTHU của bảng HDN_HDON: nguồn có 9004.501, nhận được 9004.5"),
        (Control(9, Decimal("9004.5"), 804), "ID_HDON lớn nhất của bảng HDN_HDON: nguồn có 804, nhận được 803"),
    ],
)
def test_a_table_that_arrives_short_of_what_its_source_counted_is_refused(
    take: Land, settings: Settings, said: Control, message: str
) -> None:
    with pytest.raises(InputError, match="trọn vẹn") as refused:
        take(MemorySource(small_company(), controls={"HDN_HDON": said}))

    assert message in str(refused.value)
    assert manifests(settings) == ()


def test_notes_and_rows_set_aside_are_kept_with_the_snapshot(take: Land) -> None:
    source = MemorySource(
        small_company(),
        notes={"D_SOGCS": ("D_SOGCS.csv: bỏ qua cột GHI_CHU",)},
        rejects={"HDN_HDON": ("HDN_HDON.csv, dòng 7: kWh không đọc được",)},
    )

    manifest = take(source)

    assert manifest.notes == ("D_SOGCS.csv: bỏ qua cột GHI_CHU",)
    assert manifest.rejects == ("HDN_HDON.csv, dòng 7: kWh không đọc được",)


def test_agreements_land_beside_the_tables_of_cmis(take: Land) -> None:
    agreement = {"MA_KHANG": "PC02AA0000001", "SO_KY": 2, "SO_VBAN": "12/TT", "TU_NGAY": date(2026, 1, 1)}
    rows = pa.Table.from_pylist([agreement], schema=AGREEMENTS.arrow_schema)

    manifest = take(MemorySource(small_company()), agreements=rows, agreements_version="3f9a")

    assert manifest.lists == {"agreements": "3f9a"}
    assert [(f.partition, f.rows) for f in manifest.files_of("AGREEMENTS")] == [("all", 1)]
    assert "AGREEMENTS" not in manifest.tables


def test_two_agreements_of_one_customer_from_one_day_are_refused(take: Land) -> None:
    agreement = {"MA_KHANG": "PC02AA0000001", "SO_KY": 2, "SO_VBAN": "12/TT", "TU_NGAY": date(2026, 1, 1)}
    rows = pa.Table.from_pylist([agreement, {**agreement, "SO_KY": 3}], schema=AGREEMENTS.arrow_schema)

    with pytest.raises(InputError, match="AGREEMENTS, cột MA_KHANG: khóa lặp lại: MA_KHANG = PC02AA0000001"):
        take(MemorySource(small_company()), agreements=rows)


def test_batches_of_another_type_than_declared_are_refused(take: Land) -> None:
    class DoublesSource(MemorySource):
        def _extract(self, table: object) -> Extract:
            extract = super()._extract(table)  # type: ignore[arg-type]
            if extract.table.name != "HDN_HDON":
                return extract
            content = extract.batches.read_all()
            place = content.schema.get_field_index("DIEN_TTHU")
            doubles = content.set_column(place, "DIEN_TTHU", content["DIEN_TTHU"].cast(pa.float64()))
            return dataclasses.replace(extract, batches=doubles.to_reader())

    with pytest.raises(InputError, match=r"cột DIEN_TTHU: cần kiểu decimal128\(18, 3\), nhận được double"):
        take(DoublesSource(small_company()))


def test_every_table_that_cmis_has_can_be_landed(take: Land) -> None:
    company = small_company() | {
        "HDG_HOP_DONG": [
            {"MA_DVIQLY": "PC02AA", "MA_HDONG": "24/1", "MA_KHANG": "PC02AA0000001", "HLUC_TUNGAY": "2024-01-01"}
        ],
        "HDG_PHU_LUC_HD": [{"MA_HDONG": "24/1", "SO_KY": 1, "A_TBINH": "4428", "NGAY_HLUC": "2024-01-01"}],
        "HDG_QHE_DDO": [{"MA_DDO_CHINH": "PC02AA0000001001", "MA_DDO_PHU": "PC02AA0000002001", "LOAI_QHE": "40"}],
        "GCS_CHISO": [
            {"ID_CHISO": 1, "MA_DVIQLY": "PC02AA", "MA_DDO": "PC02AA0000001001", "MA_KHANG": "PC02AA0000001",
             "BCS": "KT", "LOAI_CHISO": "DDK", "SAN_LUONG": "1000.5", "KY": 1, "THANG": 6, "NAM": 2026}
        ],
        "HDN_HDON_DC": [
            {"ID_HDON_DC": 1, "ID_HDON": 601, "LOAI_DCHINH": "TH", "DIEN_TTHU": "-10.25",
             "NGAY_TAO": "2026-07-02T08:30:00"}
        ],
    }  # fmt: skip

    manifest = take(MemorySource(company))

    assert manifest.tables == tuple(table.name for table in TABLES)
    assert manifest.files_of("HDN_HDON_DC")[0].total == "-10.250"


def test_tables_may_come_as_arrow(take: Land) -> None:
    rows = {t.name: arrow_table(t, small_company()[t.name]) for t in TABLES if t.name in small_company()}

    assert take(MemorySource(rows)).files == take(MemorySource(small_company())).files
