"""Opening the ledger's database: connection rules of each engine, tables on first use, schema version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    func,
    insert,
    inspect,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from phanky.errors import ConfigurationError
from phanky.ledger.model import SCHEMA_VERSION, Base, SchemaVersion

BUSY_TIMEOUT_MS = 10_000
POSTGRES_SCHEMA = "ledger"
# Any number will do, as long as no other program of the same database uses it.
_CREATION_LOCK = 7_215_001
_WRITERS_LOCK = 7_215_002


class Database:
    """Transactions on the ledger; every write is one short transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent view that holds no one up."""
        with _translated(self._engine.url), Session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction that takes the write lock at its start, so that it never fails half-way for it."""
        engine = self._engine.execution_options(phanky_writes=True)
        with _translated(self._engine.url), Session(engine) as session, session.begin():
            yield session

    @contextmanager
    def writing_alone(self) -> Iterator[Session]:
        """As :meth:`writing`, one at a time: for decisions that depend on what is there, down to a missing row."""
        with self.writing() as session:
            if self._engine.dialect.name == "postgresql":
                session.execute(select(func.pg_advisory_xact_lock(_WRITERS_LOCK)))
            yield session

    @property
    def folder(self) -> Path | None:
        """Where the file of SQLite lies; None on a server."""
        if self._engine.dialect.name != "sqlite":
            return None
        return Path(self._engine.url.database or "").absolute().parent

    def connection(self) -> Connection:
        """A connection of one's own, for locks that last longer than a transaction."""
        with _translated(self._engine.url):
            return self._engine.connect()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def open_database(address: str) -> Database:
    """Open the database at a SQLAlchemy URL and create the tables that are not there yet.

    Raises:
        ConfigurationError: the address cannot be used, or a newer program has written the tables.
    """
    engine = _engine(_url(address))
    with _translated(engine.url):
        if (_version(engine) or 0) < SCHEMA_VERSION:
            _bring_up(engine)
        _check_version(engine)
    return Database(engine)


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise ConfigurationError(
            "PHANKY_LEDGER_URL không phải địa chỉ SQLAlchemy. Viết dạng postgresql://… hoặc sqlite:///đường/dẫn.db."
        ) from error
    match url.get_backend_name():
        case "sqlite":
            return url
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise ConfigurationError(f"Sổ cái không dùng được {other}: chỉ SQLite hoặc PostgreSQL.")


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        options = f"-csearch_path={POSTGRES_SCHEMA} -cstatement_timeout=60000"
        return create_engine(url, pool_pre_ping=True, connect_args={"options": options, "connect_timeout": 10})
    if url.database and url.database != ":memory:":
        _make_folder(Path(url.database).parent)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"Không tạo được thư mục {folder} cho sổ cái: {error.strerror}.") from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions begin too late (at the first write); SQLAlchemy says BEGIN instead.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("phanky_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _version(engine: Engine) -> int | None:
    with engine.connect() as connection:
        if not engine.dialect.has_table(connection, SchemaVersion.__tablename__):
            return None
        return connection.scalar(select(func.max(SchemaVersion.version)))


def _bring_up(engine: Engine) -> None:
    """From nothing, or from an older version: versions so far only added, so what is there stays as it is."""
    with engine.execution_options(phanky_writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            # Two programs that open a new ledger at once would otherwise both create its tables.
            connection.execute(select(func.pg_advisory_xact_lock(_CREATION_LOCK)))
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {POSTGRES_SCHEMA}"))
        Base.metadata.create_all(connection)
        _add_columns(connection)
        _add_indexes(connection)
        if connection.scalar(select(func.count()).select_from(SchemaVersion)) == 0:
            connection.execute(insert(SchemaVersion).values(version=SCHEMA_VERSION, created_at=datetime.now(UTC)))
        older = SchemaVersion.version < SCHEMA_VERSION
        connection.execute(update(SchemaVersion).where(older).values(version=SCHEMA_VERSION))


def _add_columns(connection: Connection) -> None:
    """Columns that came after their table; what older rows would hold there is not known."""
    for table in Base.metadata.sorted_tables:
        there = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                kind = column.type.compile(connection.dialect)
                connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}"))


def _add_indexes(connection: Connection) -> None:
    """Indexes that came after their table."""
    for table in Base.metadata.sorted_tables:
        for index in table.indexes:
            index.create(connection, checkfirst=True)


def _check_version(engine: Engine) -> None:
    found = _version(engine)
    if found is not None and found > SCHEMA_VERSION:
        raise ConfigurationError(
            f"Sổ cái {_shown(engine.url)} có phiên bản {found}, chương trình này chỉ biết đến {SCHEMA_VERSION}. "
            "Cập nhật chương trình rồi chạy lại."
        )


@contextmanager
def _translated(url: URL) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise ConfigurationError(
            f"Sổ cái {_shown(url)} không dùng được: {cause}. Kiểm tra PHANKY_LEDGER_URL, quyền ghi và dung lượng đĩa."
        ) from error


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)
