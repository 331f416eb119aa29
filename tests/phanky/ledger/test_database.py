from __future__ import annotations

import sqlite3
import threading
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy.exc import DBAPIError

from phanky.errors import ConfigurationError
from phanky.ledger import DeliveryKey, Ledger, open_ledger
from phanky.ledger.database import open_database
from phanky.settings import Settings, load_settings


def engine_of(settings: Settings) -> sqlalchemy.Engine:
    url = sqlalchemy.make_url(settings.ledger_address)
    if url.get_backend_name() == "sqlite":
        return sqlalchemy.create_engine(url)
    return sqlalchemy.create_engine(
        url.set(drivername="postgresql+psycopg"), connect_args={"options": "-csearch_path=ledger"}
    )


def test_a_ledger_opened_again_holds_what_was_put_into_it(settings: Settings) -> None:
    with open_ledger(settings) as first:
        first.start_run(source="sample", target="duckdb")

    with open_ledger(settings) as second:
        assert len(second.last_runs()) == 1


@pytest.mark.parametrize("change", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_the_audit_log(settings: Settings, change: str) -> None:
    with open_ledger(settings) as ledger:
        ledger.record(who="lan", what="export", scope="PC02AA", detail="12 rows")

        with pytest.raises(DBAPIError, match="append-only"), engine_of(settings).begin() as connection:
            connection.execute(sqlalchemy.text(change))

        assert [(n.who, n.what, n.scope, n.detail) for n in ledger.audit()] == [("lan", "export", "PC02AA", "12 rows")]


def test_a_ledger_written_by_a_newer_program_is_refused_with_both_versions(settings: Settings) -> None:
    open_ledger(settings).close()
    with engine_of(settings).begin() as connection:
        connection.execute(sqlalchemy.text("UPDATE schema_version SET version = 7"))

    with pytest.raises(ConfigurationError, match=r"phiên bản 7, chương trình này chỉ biết đến 6"):
        open_ledger(settings)


def make_version_one(settings: Settings) -> None:
    """As the first program left it: no users, no attempts, no tokens."""
    with open_ledger(settings) as ledger:
        ledger.record(who="lan", what="export", scope="PC02AA", detail="12 rows")
        ledger.start_run(source="sample", target="duckdb")
    with engine_of(settings).begin() as connection:
        for table in ("users", "failed_attempts", "spent_tokens", "deliveries", "composed_days"):
            connection.execute(sqlalchemy.text(f"DROP TABLE {table}"))
        connection.execute(sqlalchemy.text("UPDATE schema_version SET version = 1"))


def test_a_ledger_of_the_first_version_opens_with_all_that_was_in_it(settings: Settings) -> None:
    make_version_one(settings)

    with open_ledger(settings) as ledger:
        assert ledger.users.all() == []
        assert [note.detail for note in ledger.audit()] == ["12 rows"]
        assert len(ledger.last_runs()) == 1
        with pytest.raises(DBAPIError, match="append-only"), engine_of(settings).begin() as connection:
            connection.execute(sqlalchemy.text("DELETE FROM audit"))
    with engine_of(settings).begin() as connection:
        assert connection.execute(sqlalchemy.text("SELECT version FROM schema_version")).fetchall() == [(6,)]


def test_a_ledger_without_units_of_messages_keeps_its_messages(settings: Settings) -> None:
    key = DeliveryKey("unit", "PC02AA", date(2026, 11, 24))
    with open_ledger(settings) as ledger:
        ledger.deliveries.freeze(key, release_id="r", marker="#PK-1", parts=("tin",), channel="outbox", address="x")
    with engine_of(settings).begin() as connection:
        connection.execute(sqlalchemy.text("ALTER TABLE deliveries DROP COLUMN units"))
        connection.execute(sqlalchemy.text("UPDATE schema_version SET version = 4"))

    with open_ledger(settings) as ledger:
        (entry,) = ledger.deliveries.of_day(key.business_date)
    assert (entry.parts, entry.units) == (("tin",), None)


def test_a_ledger_of_before_its_indexes_gets_them(settings: Settings) -> None:
    later = {"ix_deliveries_state_business_date", "ix_deliveries_release_id"}
    open_ledger(settings).close()
    with engine_of(settings).begin() as connection:
        for name in later:
            connection.execute(sqlalchemy.text(f"DROP INDEX {name}"))
        connection.execute(sqlalchemy.text("UPDATE schema_version SET version = 5"))

    open_ledger(settings).close()

    with engine_of(settings).begin() as connection:
        assert later < {index["name"] for index in sqlalchemy.inspect(connection).get_indexes("deliveries")}


def test_eight_programs_that_open_a_ledger_of_the_first_version_at_once_all_get_it(settings: Settings) -> None:
    make_version_one(settings)
    failures: list[Exception] = []

    def use() -> None:
        try:
            with open_ledger(settings) as ledger:
                ledger.users.all()
        except Exception as error:  # whatever it is, the test shows it
            failures.append(error)

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []


def test_eight_programs_that_open_a_new_a_new_ledger_at_once_all_get_it(settings: Settings) -> None:
    failures: list[Exception] = []

    def use() -> None:
        try:
            with open_ledger(settings) as ledger:
                ledger.record(who="job", what="open", scope="*")
        except Exception as error:  # whatever it is, the test shows it
            failures.append(error)

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    with open_ledger(settings) as ledger:
        assert len(ledger.audit()) == 8


def test_a_reader_is_not_held_up_by_a_writer(settings: Settings) -> None:
    with open_ledger(settings) as ledger:
        ledger.record(who="a", what="before", scope="*")
        other = open_database(settings.ledger_address)
        with other.writing() as session:
            session.execute(sqlalchemy.text("DELETE FROM agreements"))

            assert [note.what for note in ledger.audit()] == ["before"]
        other.close()


def test_sqlite_runs_with_write_ahead_log_foreign_keys_and_a_busy_timeout(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'ledger.db'}")

    with database.reading() as session:
        pragmas = [
            session.scalar(sqlalchemy.text(f"PRAGMA {p}")) for p in ("journal_mode", "foreign_keys", "busy_timeout")
        ]

    assert pragmas == ["wal", 1, 10_000]


def test_a_file_that_is_no_database_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_text("không phải cơ sở dữ liệu " * 100, encoding="utf-8")

    with pytest.raises(ConfigurationError, match=r"ledger\.db không dùng được: file is not a database") as refusal:
        open_ledger(load_settings(home=tmp_path))

    assert "\n" not in str(refusal.value)


def test_a_password_is_never_shown_in_a_refusal(tmp_path: Path) -> None:
    address = "postgresql://phanky:s3cret-word@127.0.0.1:1/ledger"

    with pytest.raises(ConfigurationError) as refusal:
        open_ledger(load_settings(home=tmp_path, ledger_url=address))

    assert "127.0.0.1:1" in str(refusal.value)
    assert "s3cret-word" not in str(refusal.value)


def test_other_databases_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="mysql"):
        open_ledger(load_settings(home=tmp_path, ledger_url="mysql://x/y"))


def test_the_ledger_of_an_installation_lies_in_its_home(tmp_path: Path) -> None:
    ledger: Ledger = open_ledger(load_settings(home=tmp_path / "new"))
    ledger.close()

    with sqlite3.connect(tmp_path / "new" / "ledger.db") as connection:
        assert connection.execute("SELECT version FROM schema_version").fetchall() == [(6,)]
