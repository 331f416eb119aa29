from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flows.landing import Manifest, landing_path, read_manifest, verify
from flows.landing.live import since
from flows.landing.store import keep_manifest
from phanky.errors import CompletenessError, InputError
from phanky.settings import Settings, load_settings
from tests.flows.landing.conftest import Land
from tests.live_cmis import LiveCmis
from tests.memory_source import small_company

_CORRECTION = {"MA_DVIQLY": "PC02AA", "MA_KHANG": "PC02AA0000001", "LOAI_HDON": "TD", "KY": 1, "THANG": 9, "NAM": 2026}


@pytest.fixture
def cmis() -> LiveCmis:
    """The small company with one correction, alive."""
    company: dict[str, Any] = small_company()
    company["HDN_HDON_DC"] = [
        {**_CORRECTION, "ID_HDON_DC": 1, "ID_HDON": 601, "LOAI_DCHINH": "TT", "DIEN_TTHU": Decimal(7)}
    ]
    cmis = LiveCmis(now=datetime.fromisoformat("2026-09-01T00:00")).fill(company)
    cmis.now = datetime.fromisoformat("2026-11-20T08:00")
    return cmis


@pytest.fixture
def in_full(tmp_path: Path, take: Land) -> Callable[[LiveCmis], Manifest]:
    """A full extraction into a home that knows nothing."""

    def taken(cmis: LiveCmis) -> Manifest:
        home = load_settings(home=tmp_path / f"full-{len(list(tmp_path.iterdir()))}", memory_limit_gb=1)
        return take(cmis, settings=home)

    return taken


InFull = Callable[[LiveCmis], Manifest]


def test_without_a_kept_snapshot_everything_is_taken_and_said_so(cmis: LiveCmis, take: Land) -> None:
    manifest = take(cmis, incremental=True)

    assert manifest.base is None
    assert manifest.watermark == datetime.fromisoformat("2026-11-20T08:00")
    assert manifest.notes == ("Không cập nhật gia tăng được (chưa có ảnh chụp nào): đã lấy đầy đủ.",)


def test_only_the_month_of_a_changed_bill_is_written_again(
    cmis: LiveCmis, take: Land, in_full: InFull, settings: Settings
) -> None:
    first = take(cmis)
    cmis.pass_time(hours=1)
    cmis.change("HDN_HDON", "DIEN_TTHU = 2000", "ID_HDON = 702")
    cmis.asked.clear()
    second = take(cmis, incremental=True)

    before, after = ({f.partition: f for f in m.files_of("HDN_HDON")} for m in (first, second))
    assert [name for name in after if after[name] != before[name]] == ["2026-07"]
    assert after["2026-07"].total == "4001.000"
    assert [f for f in first.files if f.table != "HDN_HDON"] == [f for f in second.files if f.table != "HDN_HDON"]
    assert (second.base, second.watermark) == (first.snapshot_id, datetime.fromisoformat("2026-11-20T09:00"))
    assert second.notes == ()
    assert {kind for kind, name, *_ in cmis.asked if name == "HDN_HDON"} == {"changed"}
    assert second.snapshot_id == in_full(cmis).snapshot_id
    assert second.unit_months == in_full(cmis).unit_months
    verify(settings, second)


@pytest.mark.parametrize(
    "statement",
    [
        "delete from HDN_HDON where ID_HDON = 702",
        "delete from HDN_HDON_DC",
        "delete from HDN_HDON where THANG = 6",
        "update HDN_HDON set DIEN_TTHU = 3 where ID_HDON = 601",  # behind its back
        "update HDN_HDON set THANG = 8 where ID_HDON = 703",
        "insert into HDN_HDON select * replace (999 as ID_HDON, 9 as THANG) from HDN_HDON where ID_HDON = 801",
        "insert into HDG_DIEM_DO select * replace ('PC02AA0000001009' as MA_DDO) from HDG_DIEM_DO limit 1",
        "update GCS_LICHGCS set TRANG_THAI = 'XNCS' where THANG = 8",  # a table without any stamp
        "update D_DVI_QLY set TEN_DVIQLY = 'Đông Hà' where MA_DVIQLY = 'PC02AA'",
    ],
)
def test_what_left_no_trace_in_the_stamps_is_seen_in_the_counts(
    cmis: LiveCmis, take: Land, in_full: InFull, statement: str
) -> None:
    take(cmis)
    cmis.pass_time(days=10)
    cmis.execute(statement)

    found = take(cmis, incremental=True, accept_change="thử")
    assert found.base is not None
    assert found.snapshot_id == in_full(cmis).snapshot_id


@pytest.mark.parametrize(
    ("table", "assignment", "where"),
    [
        ("HDN_HDON", "THANG = 8", "ID_HDON = 703"),
        ("HDN_HDON", "DIEN_TTHU = 5", "true"),
        ("HDG_KHACH_HANG", "TEN_KHANG = 'Khác'", "MA_KHANG = 'PC02AA0000001'"),
        ("HDN_HDON_DC", "DIEN_TTHU = -7, LOAI_DCHINH = 'TH'", "true"),
        ("D_SOGCS", "SO_KY = 3", "MA_SOGCS = 'S2'"),
    ],
)
def test_a_change_that_is_stamped_is_merged(
    cmis: LiveCmis, take: Land, in_full: InFull, table: str, assignment: str, where: str
) -> None:
    take(cmis)
    cmis.pass_time(days=10)
    cmis.change(table, assignment, where)

    cmis.asked.clear()
    found = take(cmis, incremental=True, accept_change="thử")
    assert not [asked for asked in cmis.asked if asked[0] == "part"]
    assert found.snapshot_id == in_full(cmis).snapshot_id


def test_rows_of_the_overlap_that_were_taken_before_touch_nothing(cmis: LiveCmis, take: Land) -> None:
    first = take(cmis)
    cmis.pass_time(hours=1)
    cmis.execute("update HDG_KHACH_HANG set NGAY_SUA = NGAY_TAO")  # as if it came with the next look
    second = take(cmis, incremental=True)

    assert second.snapshot_id == first.snapshot_id


def test_a_key_that_stands_twice_is_taken_whole_for_nobody_can_say_which_row_changed(
    cmis: LiveCmis, take: Land, in_full: InFull
) -> None:
    cmis.execute("insert into HDG_KHACH_HANG select * from HDG_KHACH_HANG limit 1")
    take(cmis)
    cmis.pass_time(days=10)
    cmis.change("HDG_KHACH_HANG", "TEN_KHANG = 'Khác'", "true")

    found = take(cmis, incremental=True)
    assert ("part", "HDG_KHACH_HANG", "all") in cmis.asked
    assert found.snapshot_id == in_full(cmis).snapshot_id
    assert found.notes == (
        "HDG_KHACH_HANG: 1 dòng lặp lại y hệt dòng khác, chỉ tính một lần.",
        "Đã đọc lại cả phần vì số đếm của CMIS khác sau khi ghép thay đổi: HDG_KHACH_HANG.",
    )


def test_a_clock_that_was_set_back_hides_nothing(cmis: LiveCmis, take: Land, in_full: InFull) -> None:
    take(cmis)
    cmis.pass_time(days=-30)
    cmis.change("HDN_HDON", "DIEN_TTHU = DIEN_TTHU + case ID_HDON when 601 then 5 else -5 end", "ID_HDON in (601, 602)")

    found = take(cmis, incremental=True)
    assert found.watermark == datetime.fromisoformat("2026-10-21T08:00")
    assert found.snapshot_id == in_full(cmis).snapshot_id


def test_changes_are_asked_for_from_two_days_before_the_earlier_of_both_clocks(cmis: LiveCmis, take: Land) -> None:
    base, two_days = take(cmis), timedelta(days=2)

    assert since(base, datetime.fromisoformat("2026-11-23T07:00"), two_days) == datetime.fromisoformat(
        "2026-11-18T08:00"
    )
    assert since(base, datetime.fromisoformat("2026-11-10T07:00"), two_days) == datetime.fromisoformat(
        "2026-11-08T07:00"
    )


@pytest.mark.parametrize("damage", ["missing", "other"])
def test_a_damaged_base_is_told_and_everything_is_taken(
    cmis: LiveCmis, take: Land, settings: Settings, damage: str
) -> None:
    first = take(cmis)
    path = landing_path(settings, first.files[-2])
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.unlink() if damage == "missing" else path.write_bytes(content)
    cmis.pass_time(hours=1)
    cmis.change("HDN_HDON", "DIEN_TTHU = 2000", "ID_HDON = 702")

    second = take(cmis, incremental=True)
    assert second.base is None
    assert second.notes[0].startswith(f"Không cập nhật gia tăng được (Tệp tiếp nhận {path} không còn")
    verify(settings, second)


def test_a_full_extraction_tells_what_merging_would_have_missed(cmis: LiveCmis, take: Land, in_full: InFull) -> None:
    take(cmis)
    cmis.pass_time(days=10)
    # The counts and sums stay the same, and nothing is stamped.
    cmis.execute(
        "update HDN_HDON set DIEN_TTHU = DIEN_TTHU + case ID_HDON when 601 then 5 else -5 end "
        "where ID_HDON in (601, 602)"
    )
    cmis.execute("update HDG_KHACH_HANG set MA_KHANG = 'PC02AA0000009' where MA_KHANG = 'PC02AA0000002'")
    blind = take(cmis, incremental=True)
    full = take(cmis)

    assert blind.snapshot_id != full.snapshot_id == in_full(cmis).snapshot_id
    assert full.base is None
    assert [note for note in full.notes if note.startswith("Đối chiếu")] == [
        "Đối chiếu đầy đủ: HDG_KHACH_HANG: 1 dòng thiếu, 1 dòng đã bị xóa ở CMIS mà cập nhật gia tăng không thấy; "
        "đã sửa theo CMIS.",
        "Đối chiếu đầy đủ: HDN_HDON T6/2026: 2 dòng khác mà cập nhật gia tăng không thấy; đã sửa theo CMIS.",
    ]


def test_a_full_extraction_of_what_merging_sees_has_nothing_to_tell(cmis: LiveCmis, take: Land) -> None:
    take(cmis)
    cmis.pass_time(days=1)
    cmis.change("HDN_HDON", "DIEN_TTHU = 2000", "ID_HDON = 702")
    cmis.execute("delete from HDN_HDON where ID_HDON = 801")

    assert take(cmis, accept_change="thử").notes == ()


def test_the_checks_hold_over_rows_that_did_not_change(cmis: LiveCmis, take: Land) -> None:
    take(cmis)
    cmis.pass_time(hours=1)
    cmis.insert("HDN_HDON", **{
        "ID_HDON": 601, "MA_DVIQLY": "PC02AA", "MA_KHANG": "PC02AA0000001", "KY": 1, "THANG": 9, "NAM": 2026,
        "NGAY_DKY": date(2026, 9, 1), "NGAY_CKY": date(2026, 9, 30), "LOAI_HDON": "TD", "DIEN_TTHU": 1,
    })  # fmt: skip

    with pytest.raises(InputError, match="khóa lặp lại: ID_HDON = 601"):
        take(cmis, incremental=True)


def test_a_loss_in_a_closed_month_is_refused_as_in_a_full_extraction(cmis: LiveCmis, take: Land) -> None:
    take(cmis)
    cmis.execute("delete from HDN_HDON where THANG = 7 and MA_DVIQLY = 'PC02BB'")

    with pytest.raises(CompletenessError, match="tháng 07/2026 đơn vị PC02BB không còn hóa đơn nào"):
        take(cmis, incremental=True)


def test_a_snapshot_says_which_one_it_stands_on_when_it_is_read_again(
    cmis: LiveCmis, take: Land, settings: Settings
) -> None:
    take(cmis)
    cmis.pass_time(hours=1)
    cmis.change("HDN_HDON", "DIEN_TTHU = 2000", "ID_HDON = 702")
    second = take(cmis, incremental=True)

    assert read_manifest(settings, second.snapshot_id) == second


def test_a_unit_that_is_gone_is_missed_by_rows_that_did_not_change(cmis: LiveCmis, take: Land) -> None:
    take(cmis)
    cmis.execute("delete from D_DVI_QLY where MA_DVIQLY = 'PC02BB'")

    with pytest.raises(InputError, match="đơn vị PC02BB không có trong D_DVI_QLY"):
        take(cmis, incremental=True, accept_change="thử")


def test_bills_whose_customer_is_gone_are_told_though_no_bill_changed(cmis: LiveCmis, take: Land) -> None:
    take(cmis)
    cmis.pass_time(hours=1)
    cmis.execute("delete from HDG_KHACH_HANG where MA_KHANG = 'PC02AA0000002'")
    told = "HDN_HDON: 3 hóa đơn của 1 khách hàng không có trong HDG_KHACH_HANG, không được xét."

    without = take(cmis, incremental=True, accept_change="thử")
    assert told in without.notes
    cmis.pass_time(hours=1)
    cmis.change("HDN_HDON", "DIEN_TTHU = 2000", "ID_HDON = 601")
    assert told in take(cmis, incremental=True).notes
    assert without.unknown_bills == 3


def test_only_a_snapshot_whose_rows_passed_the_same_checks_vouches_for_them(
    cmis: LiveCmis, take: Land, settings: Settings
) -> None:
    first = take(cmis)
    keep_manifest(settings, dataclasses.replace(first, checked=""))

    second = take(cmis, incremental=True)
    assert second.notes == (
        f"Không cập nhật gia tăng được (ảnh chụp {first.snapshot_id} do phiên bản khác ghi): đã lấy đầy đủ.",
    )
    # The content is the same; now it has passed.
    assert second.snapshot_id == first.snapshot_id
    assert take(cmis, incremental=True).notes == ()
