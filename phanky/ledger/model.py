"""The ledger's tables: one declaration for SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    DDL,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SCHEMA_VERSION = 6
"""Raised with every change of the tables: opening brings an older ledger up to it and refuses a newer one."""


class Moment(TypeDecorator[datetime]):
    """An aware UTC time on both engines; SQLite itself keeps no offset."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time rather than guess its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a ledger time needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC time."""
        if value is None:
            return None
        found: datetime = value
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


class Base(DeclarativeBase):
    """Names of constraints are fixed so that both engines report the same ones."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )


class SchemaVersion(Base):
    """One row: the version of these tables."""

    __tablename__ = "schema_version"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Run(Base):
    """One run of the pipeline, from its start on."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    source: Mapped[str] = mapped_column(String(40))
    target: Mapped[str] = mapped_column(String(40))
    snapshot_id: Mapped[str | None] = mapped_column(String(80))
    release_id: Mapped[str | None] = mapped_column(String(80))
    outcome: Mapped[str] = mapped_column(String(20))
    message: Mapped[str | None] = mapped_column(Text)


class ListVersionRow(Base):
    """One content of a list that the company keeps; ``version`` is the hash of kind and rows."""

    __tablename__ = "list_versions"

    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    rows: Mapped[int]


class ListImport(Base):
    """One import.  The newest of a kind is in force; an earlier content may come back."""

    __tablename__ = "list_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(ForeignKey("list_versions.version"), index=True)
    imported_at: Mapped[datetime] = mapped_column(Moment)
    imported_by: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(400))
    sha256: Mapped[str] = mapped_column(String(64))


class Agreement(Base):
    """A written agreement on the number of kỳ; both days included, an open end is empty."""

    __tablename__ = "agreements"
    __table_args__ = (
        CheckConstraint("periods BETWEEN 1 AND 3", name="periods"),
        CheckConstraint("last_day IS NULL OR last_day >= first_day", name="days"),
    )

    version: Mapped[str] = mapped_column(ForeignKey("list_versions.version"), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(50), primary_key=True)
    first_day: Mapped[date] = mapped_column(Date, primary_key=True)
    last_day: Mapped[date | None] = mapped_column(Date)
    periods: Mapped[int] = mapped_column(SmallInteger)
    document: Mapped[str | None] = mapped_column(Text)


class KeyCustomer(Base):
    """A customer that the company watches, and why."""

    __tablename__ = "key_customers"

    version: Mapped[str] = mapped_column(ForeignKey("list_versions.version"), primary_key=True)
    customer_id: Mapped[str] = mapped_column(String(50), primary_key=True)
    reason: Mapped[str | None] = mapped_column(Text)
    remark: Mapped[str | None] = mapped_column(Text)


class ListedRecipient(Base):
    """Who gets the daily message; ``units`` are codes joined by commas, none means every unit."""

    __tablename__ = "recipients"
    __table_args__ = (
        CheckConstraint("role IN ('leader', 'department', 'director', 'staff')", name="role"),
        CheckConstraint("(units IS NULL) = (role IN ('leader', 'department'))", name="units"),
        CheckConstraint("channel IN ('outbox', 'console', 'http')", name="channel"),
        CheckConstraint("mute_to >= mute_from", name="days"),
    )

    version: Mapped[str] = mapped_column(ForeignKey("list_versions.version"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    units: Mapped[str | None] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str | None] = mapped_column(Text)
    mute_from: Mapped[date | None] = mapped_column(Date)
    mute_to: Mapped[date | None] = mapped_column(Date)


class User(Base):
    """Someone who may sign in; ``units`` are codes joined by commas, none means every unit.

    Everything that must end the sessions of a user raises ``generation``.
    """

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("role IN ('leader', 'department', 'director', 'staff')", name="role"),
        CheckConstraint("(units IS NULL) = (role IN ('leader', 'department'))", name="units"),
    )

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    display_name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    units: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str | None] = mapped_column(Text)
    is_disabled: Mapped[bool] = mapped_column(Boolean)
    generation: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class FailedAttempts(Base):
    """How often in a row something went wrong for a name or an address; the key is a hash of it."""

    __tablename__ = "failed_attempts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(Moment, index=True)


class SpentToken(Base):
    """What may not be used (again) until then, by anyone but its holder; the digest is a hash of it."""

    __tablename__ = "spent_tokens"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime] = mapped_column(Moment, index=True)


class AuditEntry(Base):
    """Who did what, within which scope.  The database itself refuses to change or delete an entry."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    who: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(String(80))
    scope: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)


def _on_creation(table: Table, dialect: str, statement: str) -> None:
    ddl = DDL(statement)  # type: ignore[no-untyped-call]
    event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


def _keep_append_only(table: Table) -> None:
    name, refusal = table.name, f"{table.name} is append-only"
    for action in ("UPDATE", "DELETE"):
        _on_creation(
            table,
            "sqlite",
            f"CREATE TRIGGER {name}_no_{action.lower()} BEFORE {action} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
        )
    _on_creation(
        table,
        "postgresql",
        f"CREATE OR REPLACE FUNCTION refuse_{name}_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$",
    )
    _on_creation(
        table,
        "postgresql",
        f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_{name}_change()",
    )


_keep_append_only(Base.metadata.tables["audit"])
