from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest

from phanky.cli.options import Format
from phanky.cli.watch import teller

MORNING = datetime(2026, 11, 24, 6, 31, 2, tzinfo=timezone(timedelta(hours=7)))
LINE = '06:31:02 Bản 20261124-9f3a01c2: 3 mới sai, 1 "đã xử lý".'


def told(output: Format) -> None:
    tell = teller(output, lambda: MORNING)
    tell(LINE)
    tell("06:31:17 Đã đọc lại được CMIS.")


def test_a_person_reads_the_lines_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    told(Format.TABLE)

    assert capsys.readouterr().out == f"{LINE}\n06:31:17 Đã đọc lại được CMIS.\n"


def test_a_program_reads_one_json_document_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    told(Format.JSON)

    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"at": "2026-11-24T06:31:02+07:00", "message": 'Bản 20261124-9f3a01c2: 3 mới sai, 1 "đã xử lý".'},
        {"at": "2026-11-24T06:31:02+07:00", "message": "Đã đọc lại được CMIS."},
    ]


def test_or_one_csv_row_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    told(Format.CSV)

    assert capsys.readouterr().out.splitlines() == [
        '2026-11-24T06:31:02+07:00,"Bản 20261124-9f3a01c2: 3 mới sai, 1 ""đã xử lý""."',
        "2026-11-24T06:31:02+07:00,Đã đọc lại được CMIS.",
    ]
