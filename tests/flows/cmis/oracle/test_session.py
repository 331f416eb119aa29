"""One state of CMIS over the wire, asked whole, by month and since a moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from flows.cmis.declaration import Control, table
from flows.cmis.oracle.session import OracleSession
from phanky.errors import InputError
from tests.oracle_company import company_tables, settings_for, source_for
from tests.oracle_server import OracleServer

BILLS, UNITS = table("HDN_HDON"), table("D_DVI_QLY")
MADE = datetime.fromisoformat("2026-09-01T08:00")


@pytest.fixture
def filled(oracle: OracleServer) -> OracleServer:
    oracle.fill(company_tables(), stamp=MADE)
    return oracle


@pytest.fixture
def session(filled: OracleServer, tmp_path: Path) -> Iterator[OracleSession]:
    with source_for(settings_for(filled, tmp_path)).session() as opened:
        yield opened


def ids(extract: object) -> list[int]:
    return sorted(extract.batches.read_all()["ID_HDON"].to_pylist())  # type: ignore[attr-defined]


def test_the_parts_of_a_monthly_table_are_its_billing_months_each_with_its_own_count(session: OracleSession) -> None:
    assert session.parts(BILLS) == {
        "2026-06": Control(3, Decimal("3001.5"), 603),
        "2026-07": Control(3, Decimal("3001.5"), 703),
        "2026-08": Control(3, Decimal("3001.5"), 803),
    }
    assert session.parts(UNITS) == {"all": Control(2)}


def test_a_part_holds_its_month_and_is_counted_by_the_server(session: OracleSession) -> None:
    extract = session.part(BILLS, "2026-07")

    assert ids(extract) == [701, 702, 703]
    assert extract.control() == Control(3, Decimal("3001.5"), 703)
    assert extract.origin == "HDONPSINH.HDN_HDON"


def test_rows_are_changed_since_their_ngay_sua_or_without_one_their_ngay_tao(
    filled: OracleServer, tmp_path: Path
) -> None:
    filled.change(
        "update hdonpsinh.hdn_hdon set ngay_sua = '2026-09-03 10:00' where id_hdon = 702",
        "update hdonpsinh.hdn_hdon set ngay_tao = '2026-09-04 10:00' where id_hdon = 801",
    )
    with source_for(settings_for(filled, tmp_path)).session() as session:
        changed = session.changed(BILLS, datetime.fromisoformat("2026-09-03T10:00"))
        assert changed is not None
        assert ids(changed) == [702, 801]
        assert changed.control().rows == 2


def test_what_has_no_stamp_cannot_tell_what_changed(filled: OracleServer, tmp_path: Path) -> None:
    columns = BILLS.column_names
    filled.change(f"create view hdonpsinh.hdn_hdon_bare as select {', '.join(columns)} from hdonpsinh.hdn_hdon")
    mapping = tmp_path / "cmis.toml"
    mapping.write_text('[tables.HDN_HDON]\nname = "HDN_HDON_BARE"\n')
    try:
        with source_for(settings_for(filled, tmp_path, oracle_mapping_file=mapping)).session() as session:
            assert session.changed(BILLS, MADE) is None
            assert session.whole(BILLS).control().rows == 9
    finally:
        filled.change("drop view hdonpsinh.hdn_hdon_bare")


def test_the_pulse_moves_when_a_row_is_stamped_or_goes(filled: OracleServer, tmp_path: Path) -> None:
    source = source_for(settings_for(filled, tmp_path))
    first = source.pulse()
    assert source.pulse() == first

    filled.change("update hdonpsinh.hdn_hdon set ngay_sua = '2026-09-03' where id_hdon = 702")
    second = source.pulse()
    filled.change("delete from hdonpsinh.hdn_hdon where id_hdon = 601")

    assert len({first, second, source.pulse()}) == 3


def test_units_and_months_can_be_limited(filled: OracleServer, tmp_path: Path) -> None:
    settings = settings_for(filled, tmp_path, oracle_units="PC02BB", oracle_months=2)
    with source_for(settings).session() as session:
        assert ids(session.whole(BILLS)) == [703, 803]
        assert session.whole(UNITS).control().rows == 2
        assert session.whole(table("HDG_KHACH_HANG")).control().rows == 1


def test_large_identifiers_and_exact_decimals_come_as_they_are(filled: OracleServer, tmp_path: Path) -> None:
    filled.change(
        "update hdonpsinh.hdn_hdon set id_hdon = 9007199254740993, dien_tthu = 123456789.012 where id_hdon = 803"
    )
    with source_for(settings_for(filled, tmp_path)).session() as session:
        extract = session.part(BILLS, "2026-08")
        rows = extract.batches.read_all().sort_by("ID_HDON").to_pylist()

    assert rows[-1]["ID_HDON"] == 9007199254740993
    assert rows[-1]["DIEN_TTHU"] == Decimal("123456789.012")
    assert extract.control().total == Decimal("123458790.012")


def test_text_is_composed_and_without_outer_blanks(filled: OracleServer, tmp_path: Path) -> None:
    filled.change("update dmuc.d_dvi_qly set ten_dviqly = U&'  \\0110o\\0302ng Ha\\0300 ' where ma_dviqly = 'PC02AA'")
    with source_for(settings_for(filled, tmp_path)).session() as session:
        names = session.whole(UNITS).batches.read_all()["TEN_DVIQLY"].to_pylist()

    assert "Đông Hà" in names


def test_a_day_with_a_time_of_day_is_refused_unless_the_mapping_drops_it(filled: OracleServer, tmp_path: Path) -> None:
    filled.change("update hdonpsinh.hdn_hdon set ngay_cky = '2026-08-31 17:30' where id_hdon = 803")
    with source_for(settings_for(filled, tmp_path)).session() as session:
        extract = session.part(BILLS, "2026-08")
        with pytest.raises(InputError, match=r"HDONPSINH.HDN_HDON.*NGAY_CKY: 2026-08-31 17:30:00 có giờ phút"):
            extract.batches.read_all()

    mapping = tmp_path / "cmis.toml"
    mapping.write_text("[tables.HDN_HDON]\ndrop_time = true\n")
    with source_for(settings_for(filled, tmp_path, oracle_mapping_file=mapping)).session() as session:
        days = session.part(BILLS, "2026-08").batches.read_all()["NGAY_CKY"].to_pylist()
    assert {day.isoformat() for day in days} == {"2026-08-31"}


def test_a_missing_column_is_refused_with_table_column_and_what_was_expected(
    filled: OracleServer, tmp_path: Path
) -> None:
    mapping = tmp_path / "cmis.toml"
    mapping.write_text('[tables.HDN_HDON.columns]\nDIEN_TTHU = "SAN_LUONG"\n')
    with (
        pytest.raises(InputError, match=r"HDONPSINH.HDN_HDON, cột SAN_LUONG: thiếu cột, cần SAN_LUONG \(NUMBER\)"),
        source_for(settings_for(filled, tmp_path, oracle_mapping_file=mapping)).session(),
    ):
        pass


def test_a_column_of_another_type_is_refused(filled: OracleServer, tmp_path: Path) -> None:
    mapping = tmp_path / "cmis.toml"
    mapping.write_text('[tables.HDN_HDON.columns]\nDIEN_TTHU = "MA_SOGCS"\n')
    with (
        pytest.raises(InputError, match=r"cột MA_SOGCS: cần kiểu NUMBER, CMIS có VARCHAR"),
        source_for(settings_for(filled, tmp_path, oracle_mapping_file=mapping)).session(),
    ):
        pass


def test_a_new_column_is_noted_and_not_read(filled: OracleServer, tmp_path: Path) -> None:
    filled.change("alter table dmuc.d_dvi_qly add ghi_chu varchar(20)")
    try:
        with source_for(settings_for(filled, tmp_path)).session() as session:
            extract = session.whole(UNITS)
            assert extract.notes == ("DMUC.D_DVI_QLY: bỏ qua cột lạ GHI_CHU",)
            assert extract.batches.read_all().num_rows == 2
    finally:
        filled.change("alter table dmuc.d_dvi_qly drop ghi_chu")


def test_an_optional_table_that_is_not_there_is_noted(filled: OracleServer, tmp_path: Path) -> None:
    mapping = tmp_path / "cmis.toml"
    mapping.write_text('[tables.GCS_CHISO]\nname = "KHONG_CO"\n')
    with source_for(settings_for(filled, tmp_path, oracle_mapping_file=mapping)).session() as session:
        assert "GCS_CHISO" not in [found.name for found in session.tables()]
        assert session.whole(UNITS).notes == ("CHISO.KHONG_CO: không có hoặc không được đọc, bỏ qua vì không bắt buộc",)


def test_the_moment_is_the_clock_of_the_server(session: OracleSession) -> None:
    assert session.moment.tzinfo is None
    assert session.moment.year >= 2026
