"""Folders that do not hold one readable file per table are refused."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cmis.files import FilesSource
from phanky.errors import BuildError, InputError
from phanky.progress import listening
from tests.exports import write_exports
from tests.flows.cmis.files.conftest import Take


def test_all_missing_required_tables_are_named_with_the_folder(take: Take, tmp_path: Path) -> None:
    folder = write_exports(tmp_path / "exports", D_SOGCS=None, HDN_HDON=None)
    (folder / "HDN_HDON (1).csv").write_text("x", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        take(folder)
    assert str(caught.value).startswith(
        f"{folder}: thiếu bảng bắt buộc D_SOGCS, HDN_HDON; không nhận ra tệp HDN_HDON (1).csv. "
    )


def test_two_files_for_one_table_are_refused(take: Take, tmp_path: Path) -> None:
    folder = write_exports(tmp_path / "exports")
    (folder / "hdnHdon.xlsx").write_bytes(b"x")
    with pytest.raises(InputError, match=r"^hdnHdon.xlsx: bảng HDN_HDON có hai tệp, tệp kia là HDN_HDON.csv"):
        take(folder)


@pytest.mark.parametrize("name", ["HDN_HDON.xls", "HDN_HDON.json", "HDN_HDON.csv.gz", "HDN_HDON"])
def test_a_table_in_a_kind_of_file_that_is_not_read_is_refused(name: str, take: Take, tmp_path: Path) -> None:
    folder = write_exports(tmp_path / "exports", HDN_HDON=None)
    (folder / name).write_bytes(b"x")
    with pytest.raises(InputError, match=rf"^{re.escape(name)}: không đọc được loại tệp này"):
        take(folder)


def test_a_folder_named_like_a_table_file_is_refused(take: Take, tmp_path: Path) -> None:
    folder = write_exports(tmp_path / "exports", HDN_HDON=None)
    (folder / "HDN_HDON.parquet").mkdir()
    with pytest.raises(InputError, match=r"^HDN_HDON.parquet: không phải tệp"):
        take(folder)


@pytest.mark.parametrize(
    ("name", "problem"), [("không-có", "không tìm thấy"), ("a.rar", "không phải thư mục hay tệp .zip")]
)
def test_a_path_that_is_neither_folder_nor_zip_is_refused(name: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "a.rar").write_bytes(b"x")
    source = FilesSource(tmp_path / name, work_dir=tmp_path / "work")
    with pytest.raises(InputError, match=problem):
        source.fingerprint()
    with pytest.raises(InputError, match=problem), source.opened():
        pass


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    folder = write_exports(tmp_path / "exports")

    def append(point: str, detail: str) -> None:
        if point == "extract.table" and detail == "HDN_HDON.csv":
            with (folder / "HDN_HDON.csv").open("a", encoding="utf-8") as file:
                file.write("7,PC02AA,PC02AA0000001,S1,1,8,2026,2026-08-01,2026-08-31,TD,5" + "\n")

    with listening(append), FilesSource(folder, work_dir=tmp_path / "work").opened() as extracts:
        bills = next(extract for extract in extracts if extract.table.name == "HDN_HDON")
        with pytest.raises(InputError, match=r"^HDN_HDON.csv: đọc được 7 dòng, tệp có 6"):
            bills.batches.read_all()


def test_what_a_killed_process_left_in_the_work_folder_is_removed(take: Take, tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    left = tmp_path / "work" / f"files-{ended.pid}-abc"
    left.mkdir(parents=True)
    (left / "HDN_HDON.csv").write_bytes(b"x")
    assert len(take(write_exports(tmp_path / "exports"))) == 7
    assert not left.exists()


def test_a_work_folder_that_cannot_be_written_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "work").write_bytes(b"a file, not a folder")
    source = FilesSource(write_exports(tmp_path / "exports"), work_dir=tmp_path / "work")
    with pytest.raises(BuildError, match="không đủ chỗ tạm"), source.opened():
        pass
