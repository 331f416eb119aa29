from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows.publish import close_quarter
from phanky.ledger import Outcome, open_ledger
from phanky.settings import load_settings
from tests.marts import case
from tests.phanky.cli.conftest import CASES, Run
from tests.whole_marts import WholeHouse, rows_of


def found(phanky: Run, subject: str) -> dict[str, Any]:
    rows = phanky("doctor", "--format", "json").json
    return next(row for row in rows if row["subject"] == subject)


def test_a_sound_installation_leaves_with_zero(phanky: Run, house: WholeHouse) -> None:
    outcome = phanky("doctor")

    assert outcome.code == 0
    assert "✗" not in outcome.out


def test_a_new_installation_is_told_to_run(phanky: Run) -> None:
    assert phanky("doctor").code == 0
    assert found(phanky, "Bản phát hành")["state"] == "warn"
    assert "phanky run" in found(phanky, "Bản phát hành")["remedy"]


def test_a_damaged_release_is_broken_and_names_the_file(phanky: Run, house: WholeHouse) -> None:
    next((house.home / "releases").glob("*/marts/dim_units/data.parquet")).write_bytes(b"x")

    assert phanky("doctor").code == 1
    assert found(phanky, "Bản phát hành")["state"] == "bad"
    assert "dim_units" in found(phanky, "Bản phát hành")["found"]


def test_a_signed_off_quarter_that_cannot_be_read_is_broken_even_if_a_newer_release_is_sound(
    phanky: Run, house: WholeHouse
) -> None:
    signed = close_quarter(house.settings, "2026-Q3").release_id
    assert found(phanky, "Quý đã chốt")["state"] == "ok"
    house.release(rows_of([*CASES, case("PC02AA0000009")]))
    (house.home / "releases" / signed / "marts" / "dim_units" / "data.parquet").write_bytes(b"x")

    assert phanky("doctor").code == 1
    assert found(phanky, "Bản phát hành")["state"] == "ok"
    broken = found(phanky, "Quý đã chốt")
    assert broken["state"] == "bad"
    assert broken["found"].startswith("Q3/2026: ")
    assert "dim_units" in broken["found"]
    assert signed in broken["remedy"]


def test_a_failed_run_is_shown_with_its_message(phanky: Run, house: WholeHouse) -> None:
    with open_ledger(house.settings) as ledger:
        ledger.finish_run(
            ledger.start_run(source="files", target="duckdb"), outcome=Outcome.FAILED, message="HDN_HDON.csv, dòng 7"
        )

    assert found(phanky, "Lần chạy")["state"] == "warn"
    assert "HDN_HDON.csv, dòng 7" in found(phanky, "Lần chạy")["found"]


def test_an_engine_that_cannot_be_reached_is_broken_and_no_secret_is_shown(
    phanky: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHANKY_TARGET", "postgres")
    monkeypatch.setenv("PHANKY_POSTGRES_DSN", "postgresql://phanky:s3cret-word@127.0.0.1:1/x")

    outcome = phanky("doctor")

    assert outcome.code == 1
    assert "PostgreSQL: " in outcome.out
    assert "s3cret-word" not in outcome.out + outcome.err


def test_a_reachable_engine_is_named_with_its_version(
    phanky: Run, monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    monkeypatch.setenv("PHANKY_POSTGRES_DSN", postgres_url)

    assert found(phanky, "Máy tính")["found"].startswith("PostgreSQL 18")


def test_the_ledgers_password_is_hidden(phanky: Run, monkeypatch: pytest.MonkeyPatch, postgres_database: str) -> None:
    monkeypatch.setenv("PHANKY_LEDGER_URL", postgres_database.replace("postgres:@", "postgres:s3cret-word@"))

    outcome = phanky("doctor")

    assert "s3cret-word" not in outcome.out + outcome.err
    assert outcome.code == 0, outcome.out


def test_a_ledger_of_a_newer_program_is_broken(phanky: Run, home: Path) -> None:
    import sqlite3

    open_ledger(load_settings(home=home)).close()
    with sqlite3.connect(home / "ledger.db") as connection:
        connection.execute("UPDATE schema_version SET version = 9")

    assert phanky("doctor").code == 1
    assert "phiên bản 9" in found(phanky, "Sổ cái")["found"]


def test_a_home_that_is_a_file_is_broken(phanky: Run, home: Path) -> None:
    home.write_text("")

    assert phanky("doctor").code == 1
    assert found(phanky, "Thư mục")["state"] == "bad"
