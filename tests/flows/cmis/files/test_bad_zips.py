"""Zips that are damaged, closed, oversized or not one folder are refused."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.cmis.files import Limits
from phanky.errors import InputError
from tests.exports import Change, write_exports
from tests.flows.cmis.files.conftest import Take


def zipped(tmp_path: Path, change: Callable[[zipfile.ZipFile], None] | None = None, **changes: Change) -> Path:
    path = tmp_path / "xuat.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(write_exports(tmp_path / "exports", **changes).iterdir()):
            packed.write(file, file.name)
        if change is not None:
            change(packed)
    return path


def test_a_truncated_zip_is_refused(take: Take, tmp_path: Path) -> None:
    path = zipped(tmp_path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match=r"^xuat.zip: tệp zip hỏng hoặc bị cắt cụt"):
        take(path)


def test_a_zip_with_damaged_bytes_is_refused(take: Take, tmp_path: Path) -> None:
    path = zipped(tmp_path)
    content = bytearray(path.read_bytes())
    at = content.index(b"HDN_HDON.csv") + 40
    content[at : at + 8] = b"\xff" * 8
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"^xuat.zip: tệp zip hỏng"):
        take(path)


@pytest.mark.parametrize("limits", [Limits(unpacked_bytes=10_000_000), Limits(ratio_from_bytes=1_000_000)])
def test_a_zip_bomb_is_refused_before_it_unfolds(limits: Limits, take: Take, tmp_path: Path) -> None:
    path = zipped(tmp_path, HDN_HDON=b"0" * 30_000_000)
    with pytest.raises(InputError, match=r"^xuat.zip: bung ra hơn .* \(bom nén\?\)"):
        take(path, limits=limits)


def test_a_zip_bomb_that_lies_about_its_size_is_refused(take: Take, tmp_path: Path) -> None:
    path = zipped(tmp_path, HDN_HDON=b"0" * 30_000_000)
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", 30_000_000), struct.pack("<I", 1_000)))
    with pytest.raises(InputError, match=r"^xuat.zip: (tệp zip hỏng|bung ra)"):
        take(path)


def test_an_encrypted_zip_is_refused(take: Take, tmp_path: Path) -> None:
    path = zipped(tmp_path)
    content = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(signature, at + 4)
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"^xuat.zip/D_DVI_QLY.csv: tệp zip có mật khẩu"):
        take(path)


@pytest.mark.parametrize("name", ["../D_DVI_QLY.csv", "/etc/D_DVI_QLY.csv", "a/../../x.csv", "C:\\x.csv", "..\\x.csv"])
def test_a_zip_that_points_outside_itself_is_refused(name: str, take: Take, tmp_path: Path) -> None:
    path = zipped(tmp_path, lambda packed: packed.writestr(name, "x"))
    with pytest.raises(InputError, match=r"^xuat.zip: tên tệp '.*' trỏ ra ngoài tệp zip"):
        take(path)


def test_a_zip_with_tables_in_several_folders_is_refused(take: Take, tmp_path: Path) -> None:
    path = zipped(tmp_path, lambda packed: packed.writestr("cu/GCS_CHISO.csv", "x"))
    with pytest.raises(InputError, match=r"^xuat.zip: các bảng nằm ở nhiều thư mục: \., cu"):
        take(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_one_name_twice_is_refused(take: Take, tmp_path: Path) -> None:
    path = zipped(tmp_path, lambda packed: packed.writestr("HDN_HDON.csv", "x"))
    with pytest.raises(InputError, match=r"^xuat.zip/HDN_HDON.csv: bảng HDN_HDON có hai tệp"):
        take(path)


def test_a_zip_without_all_required_tables_is_refused(take: Take, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^xuat.zip: thiếu bảng bắt buộc HDN_HDON\."):
        take(zipped(tmp_path, HDN_HDON=None))
