from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from phanky.ledger import open_ledger
from phanky.settings import load_settings
from tests.phanky.cli.conftest import Run
from tests.whole_marts import WholeHouse

PASSWORD = "sông Hiếu mùa lũ 2026"


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    file = tmp_path / "mat-khau.txt"
    file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    return file


def test_a_user_is_added_listed_and_can_sign_in(phanky: Run, password_file: Path) -> None:
    added = phanky(
        "users", "add", "lan", "--role", "director", "--unit", "PC02AA", "--display-name", "Nguyễn Thị Lan",
        "--password-file", password_file,
    )  # fmt: skip
    (listed,) = phanky("users", "list", "--format", "json").json

    assert (added.code, added.out, added.err) == (0, "Đã thêm lan: director, PC02AA.\n", "")
    assert {name: listed[name] for name in ("name", "display_name", "role", "units", "source", "is_disabled")} == {
        "name": "lan",
        "display_name": "Nguyễn Thị Lan",
        "role": "director",
        "units": "PC02AA",
        "source": "local",
        "is_disabled": False,
    }
    with open_ledger(load_settings()) as ledger:
        assert ledger.users.with_password("lan", PASSWORD) is not None


def test_no_list_shows_a_password_or_its_hash(phanky: Run, password_file: Path) -> None:
    phanky("users", "add", "lan", "--role", "leader", "--password-file", password_file)

    for form in ("table", "csv", "json"):
        shown = phanky("users", "list", "--format", form).out
        assert "lan" in shown
        assert "sông Hiếu" not in shown
        assert "argon2" not in shown


def test_before_the_first_user_the_list_says_how_to_add_one(phanky: Run) -> None:
    assert phanky("users", "list").out == "Chưa có người dùng nào. Thêm: phanky users add TÊN --role leader.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--role", "staff"], "Lỗi: Vai trò staff cần ít nhất một đơn vị: thêm --unit, ví dụ --unit PC02AA.\n"),
        (
            ["--role", "leader", "--unit", "PC02AA"],
            "Lỗi: Vai trò leader xem mọi đơn vị: bỏ --unit, hoặc chọn director hay staff.\n",
        ),
        (
            ["--role", "leader"],
            "Lỗi: Không hỏi được mật khẩu ở đây. Ghi mật khẩu vào một tệp rồi thêm --password-file TỆP.\n",
        ),
        (["--role", "leader", "--password", "x"], "Lỗi: không có tùy chọn --password."),
    ],
)
def test_what_is_missing_or_too_much_is_said_in_one_line(phanky: Run, arguments: list[str], told: str) -> None:
    outcome = phanky("users", "add", "lan", *arguments)

    assert outcome.code == 2
    assert outcome.err.startswith(told)


def test_a_short_password_is_refused_and_nobody_is_added(phanky: Run, tmp_path: Path) -> None:
    short = tmp_path / "ngắn"
    short.write_text("abc\n", encoding="utf-8")

    outcome = phanky("users", "add", "lan", "--role", "leader", "--password-file", short)

    assert outcome.code == 2
    assert outcome.err == "Lỗi: Mật khẩu quá ngắn: phải có ít nhất 12 ký tự. Chọn mật khẩu dài hơn.\n"
    assert phanky("users", "list", "--format", "json").json == []


def test_a_password_file_that_is_not_there_is_named(phanky: Run, tmp_path: Path) -> None:
    outcome = phanky("users", "add", "lan", "--role", "leader", "--password-file", tmp_path / "không-có")

    assert outcome.code == 2
    assert "không-có. Kiểm tra đường dẫn và quyền đọc." in outcome.err


def test_password_role_and_admission_change_and_are_in_the_audit_log(phanky: Run, password_file: Path) -> None:
    phanky("users", "add", "lan", "--role", "leader", "--password-file", password_file)
    password_file.write_text("đèo Lao Bảo sương mù\n", encoding="utf-8")

    told = [
        phanky("users", "passwd", "lan", "--password-file", password_file).out,
        phanky("users", "change", "lan", "--role", "staff", "--unit", "PC02BB").out,
        phanky("users", "disable", "lan").out,
        phanky("users", "enable", "lan").out,
    ]

    assert told == [
        "Đã đổi mật khẩu của lan.\n",
        "Đã đổi lan: staff, PC02BB.\n",
        "Đã khóa lan.\n",
        "Đã mở khóa lan.\n",
    ]
    with open_ledger(load_settings()) as ledger:
        assert ledger.users.with_password("lan", "đèo Lao Bảo sương mù") is not None
        assert [note.what for note in reversed(ledger.audit())] == [
            "user_add", "user_passwd", "user_change", "user_disable", "user_enable",
        ]  # fmt: skip


def test_a_user_that_is_not_there_is_named_with_where_to_look(phanky: Run) -> None:
    outcome = phanky("users", "disable", "ai")

    assert (outcome.code, outcome.err) == (2, "Lỗi: Không có người dùng ai. Xem danh sách: phanky users list.\n")


def test_a_unit_that_the_release_does_not_know_is_remarked(phanky: Run, house: WholeHouse, password_file: Path) -> None:
    arguments = ["--role", "staff", "--unit", "PC02AA", "--unit", "PC02ZZ", "--password-file", password_file]

    outcome = phanky("users", "add", "lan", *arguments)

    assert outcome.code == 0
    assert outcome.err == "Lưu ý: bản phát hành hiện tại không có đơn vị PC02ZZ.\n"


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal")
def test_a_password_is_asked_for_twice_and_never_shown(home: Path) -> None:
    code, shown = _at_a_terminal(home, [PASSWORD, PASSWORD])
    assert code == 0
    assert "Đã thêm lan" in shown
    assert "sông Hiếu" not in shown

    code, shown = _at_a_terminal(home, [PASSWORD, "khác hẳn mật khẩu kia"], name="hoa")
    assert code == 2
    assert "Hai lần nhập khác nhau, chưa đổi gì." in shown


def _at_a_terminal(home: Path, typed: list[str], name: str = "lan") -> tuple[int, str]:
    outer, inner = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "from phanky.cli import main; main()", "users", "add", name, "--role", "leader"],
        stdin=inner, stdout=inner, stderr=inner, env=os.environ | {"PHANKY_HOME": str(home)}, start_new_session=True,
    )  # fmt: skip
    os.close(inner)
    shown = b""
    for prompt, line in zip(("Mật khẩu: ".encode(), "Nhập lại: ".encode()), typed, strict=True):
        while prompt not in shown:
            shown += os.read(outer, 1000)
        os.write(outer, f"{line}\n".encode())
    try:
        while chunk := os.read(outer, 1000):
            shown += chunk
    except OSError:  # the other end is closed
        pass
    os.close(outer)
    return process.wait(30), shown.decode()
