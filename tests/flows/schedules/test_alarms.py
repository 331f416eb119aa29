"""The administrator hears of a failure once, and of nothing that could be a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.schedules.alarms import Alarms, fault
from flows.schedules.telling import teller
from phanky.errors import BusyError, ConfigurationError
from phanky.settings import load_settings


class Letters:
    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: str, marker: str) -> None:
        self.texts.append(f"{text}\n{marker}")


def test_a_job_that_fails_all_day_is_told_once(tmp_path: Path) -> None:
    letters = Letters()
    alarms = Alarms(load_settings(home=tmp_path), letters)
    told = [alarms.fail("incremental", "Không đọc được thư mục") for _ in range(139)]
    assert sum(told) == 1
    assert "incremental" in letters.texts[0]
    assert "Không đọc được thư mục" in letters.texts[0]


def test_after_it_went_well_its_next_failure_is_news(tmp_path: Path) -> None:
    letters = Letters()
    alarms = Alarms(load_settings(home=tmp_path), letters)
    alarms.fail("incremental", "một")
    alarms.recover("incremental")
    alarms.fail("incremental", "hai")
    assert len(letters.texts) == 2


def test_two_jobs_are_told_of_apart(tmp_path: Path) -> None:
    letters = Letters()
    alarms = Alarms(load_settings(home=tmp_path), letters)
    assert alarms.fail("incremental", "một")
    assert alarms.fail("daily-digest", "hai")


def test_what_could_not_be_told_is_tried_again(tmp_path: Path) -> None:
    def broken(_text: str, _marker: str) -> None:
        raise OSError

    with pytest.raises(OSError):
        Alarms(load_settings(home=tmp_path), broken).fail("retention", "lỗi")
    letters = Letters()
    assert Alarms(load_settings(home=tmp_path), letters).fail("retention", "lỗi")


def test_a_foreign_error_is_told_by_its_kind_alone() -> None:
    assert "postgresql://" not in fault(ValueError("postgresql://u:SENTINEL@host/db"))
    assert fault(ValueError("postgresql://u:SENTINEL@host/db")) == "lỗi ngoài dự kiến (ValueError)"
    assert fault(BusyError("Một lần chạy khác đang làm việc.")) == "Một lần chạy khác đang làm việc."


def test_letters_to_the_administrator_lie_in_the_outbox_by_default(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path)
    Alarms(settings, teller(settings)).fail("retention", "Đĩa đầy")
    (letter,) = (tmp_path / "outbox" / "quan-tri").glob("*.txt")
    assert "Đĩa đầy" in letter.read_text(encoding="utf-8")


def test_a_channel_that_is_not_set_up_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="PHANKY_ADMIN_CHANNEL"):
        teller(load_settings(home=tmp_path, admin_channel="http"))
