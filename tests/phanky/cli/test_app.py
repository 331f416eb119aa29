from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from phanky.cli.app import app
from tests.phanky.cli.conftest import Run
from tests.whole_marts import WholeHouse

COMMANDS = sorted(command.name or "" for command in app.registered_commands)
PROGRAM = [sys.executable, "-c", "from phanky.cli import main; main()"]


def test_the_commands_are_those_of_the_contract() -> None:
    assert COMMANDS == [
        "close-quarter",
        "compare",
        "deliveries",
        "demo",
        "digest",
        "doctor",
        "explain",
        "import",
        "metrics",
        "query",
        "releases",
        "run",
        "serve",
        "verdicts",
        "watch",
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_vietnamese_with_an_example(phanky: Run, command: str) -> None:
    outcome = phanky(command, "--help")

    assert outcome.code == 0
    assert f"Cách dùng: phanky {command}" in outcome.out
    assert "Ví dụ:" in outcome.out
    assert f"phanky {command}" in outcome.out.split("Ví dụ:")[1]
    for word in ("Usage", "Options", "Show this message", "default", "required", "Arguments"):
        assert word not in outcome.out


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in {"demo", "serve"}])
def test_every_command_that_prints_data_speaks_json(phanky: Run, command: str) -> None:
    assert "--format" in phanky(command, "--help").out


def test_help_is_there_at_once() -> None:
    def seconds() -> float:
        begun = time.perf_counter()
        subprocess.run([*PROGRAM, "--help"], check=True, capture_output=True)
        return time.perf_counter() - begun

    # Three tries: another program may be busy on this machine just then.
    assert min(seconds() for _ in range(3)) < 0.8


def test_help_loads_no_heavy_room() -> None:
    script = (
        "import sys; from phanky.cli.app import run_command; run_command(['--help']);"
        "print(sorted({'duckdb', 'pyarrow', 'dash', 'dbt', 'sqlalchemy', 'pydantic', 'prefect'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)

    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("explian",), "Lỗi: Không có lệnh “explian”. Gần giống: explain. Xem “phanky --help”."),
        (("explain",), "Lỗi: thiếu tham số MA_KHANG. Xem “phanky explain --help”."),
        (("run",), "Lỗi: thiếu tùy chọn --source. Xem “phanky run --help”."),
        (("run", "--sorce", "x"), "Lỗi: không có tùy chọn --sorce. Gần giống: --source. Xem “phanky run --help”."),
        (
            ("verdicts", "--format", "xml"),
            "Lỗi: giá trị của tùy chọn --format không hợp lệ: “xml”, chỉ nhận 'table', 'csv', 'json'. "
            "Xem “phanky verdicts --help”.",
        ),
        (
            ("verdicts", "--limit", "0"),
            "Lỗi: giá trị của tùy chọn --limit không hợp lệ: phải từ 1 trở lên. Xem “phanky verdicts --help”.",
        ),
        (
            ("digest", "--date", "24/11/2026"),
            "Lỗi: giá trị của tùy chọn --date không hợp lệ: “24/11/2026”, viết dạng 2026-11-24. "
            "Xem “phanky digest --help”.",
        ),
        (("run", "--source", "files"), "Lỗi: Nguồn files cần --path"),
        (("run", "--source", "oracle"), "Lỗi: Nguồn oracle cần PHANKY_ORACLE_DSN"),
        (("verdicts",), "Lỗi: Chưa có bản phát hành nào. Chạy “phanky run” hoặc “phanky demo” trước."),
    ],
)
def test_a_wrong_command_line_is_one_vietnamese_line_and_exit_code_2(
    phanky: Run, arguments: tuple[str, ...], message: str
) -> None:
    outcome = phanky(*arguments)

    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith(message)
    assert outcome.err.count("\n") == 1


def test_a_wrong_setting_is_named(phanky: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHANKY_THREADS", "many")

    outcome = phanky("doctor")

    assert outcome.code == 2
    assert outcome.err.startswith("Lỗi: Cấu hình sai: PHANKY_THREADS")


def test_damage_has_an_exit_code_of_its_own(phanky: Run, house: WholeHouse) -> None:
    next((house.home / "releases").glob("*/receipt.json")).write_text("{", encoding="utf-8")

    outcome = phanky("verdicts")

    assert outcome.code == 6
    assert "receipt.json" in outcome.err


def test_what_nobody_foresaw_is_one_line_too_and_debug_shows_where(phanky: Run, home: Path) -> None:
    home.mkdir()
    (home / "releases").write_text("not a folder", encoding="utf-8")

    outcome = phanky("verdicts")

    assert outcome.code == 70
    assert outcome.err.startswith("Lỗi: Ngoài dự kiến (NotADirectoryError: ")
    assert outcome.err.count("\n") == 1
    with pytest.raises(NotADirectoryError):
        phanky("verdicts", "--debug")


def test_a_reader_that_leaves_early_is_no_error(house: WholeHouse) -> None:
    done = subprocess.run(
        f"'{sys.executable}' -c 'from phanky.cli import main; main()' verdicts --format csv | head -c 1 >/dev/null; "
        "echo ${PIPESTATUS[0]}",
        shell=True,
        executable="/bin/bash",
        env={**os.environ, "PHANKY_HOME": str(house.home)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert (done.stdout, done.stderr) == ("0\n", "")
