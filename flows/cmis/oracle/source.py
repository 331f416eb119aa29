"""CMIS on Oracle as a source."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from flows.cmis.oracle.mapping import Located, locate
from flows.cmis.oracle.process import Access, ReadingProcess
from flows.cmis.oracle.rights import excess, told
from flows.cmis.oracle.session import OracleSession
from flows.cmis.oracle.statements import Filters
from flows.cmis.source import Extract
from phanky.errors import ConfigurationError
from phanky.progress import reach
from phanky.settings import Settings


@dataclass(frozen=True)
class OracleSource:
    """The tables of a company's CMIS, read as they lie.

    A reading that breaks off raises ``InterruptedSourceError``: whoever lands it throws away what came and begins
    again.
    """

    access: Access
    located: tuple[Located, ...]
    filters: Filters = field(default_factory=Filters)

    @property
    def name(self) -> str:
        """``oracle``."""
        return "oracle"

    @property
    def baseline(self) -> str:
        """Snapshots of the same units are compared with each other; the months move on."""
        units = hashlib.sha256(",".join(sorted(self.filters.units)).encode()).hexdigest()[:8]
        return f"oracle-{units}" if self.filters.units else "oracle"

    def fingerprint(self) -> str:
        """Another one every time: nothing that Oracle tells cheaply proves that no row was changed."""
        return f"oracle-{uuid4().hex}"

    def pulse(self) -> str:
        """SHA-256 over rows and last stamps of every table."""
        with self.session() as session:
            document = json.dumps(session.pulse(), default=str)
        return hashlib.sha256(document.encode()).hexdigest()

    @contextmanager
    def session(self) -> Iterator[OracleSession]:
        """One read-only transaction, and the process that owns it, for the length of the block.

        Raises:
            SourceError: there is no reading CMIS.
            InputError: a table or a column that must be there is not.
        """
        process = ReadingProcess(self.access)
        try:
            reach("oracle.opened", f"{self.access.dsn} {process.pid}")
            yield OracleSession(process, self.located, self.filters, self._notes(process))
        except BaseException:
            process.kill()
            raise
        process.close()

    @contextmanager
    def opened(self) -> Iterator[Iterator[Extract]]:
        """All tables of one session, whole."""
        with self.session() as session:
            yield (session.whole(table) for table in session.tables())

    def _notes(self, process: ReadingProcess) -> tuple[str, ...]:
        more = excess(process, self.access.user)
        return (f"Tài khoản CMIS có quyền hơn mức đọc: {told(more)}; xem phanky doctor",) if more else ()


def oracle_source(settings: Settings, as_of: date) -> OracleSource:
    """The source that the settings describe.

    Raises:
        ConfigurationError: they do not say where, as whom, or with which password; or the mapping file is wrong.
    """
    return OracleSource(access(settings), locate(settings.oracle_mapping_file), _filters(settings, as_of))


def access(settings: Settings) -> Access:
    """How to reach CMIS, from the settings."""
    password = settings.secret("oracle_password")
    if not settings.oracle_dsn or not settings.oracle_user or not password:
        raise ConfigurationError(
            "Nguồn oracle cần PHANKY_ORACLE_DSN (máy:cổng/dịch vụ), PHANKY_ORACLE_USER và "
            "PHANKY_ORACLE_PASSWORD_FILE. Xem docs/oracle.md."
        )
    return Access(
        settings.oracle_dsn,
        settings.oracle_user,
        password,
        connect_seconds=settings.oracle_connect_seconds,
        answer_seconds=settings.oracle_answer_seconds,
        total_seconds=settings.oracle_hours * 3600,
    )


def _filters(settings: Settings, as_of: date) -> Filters:
    if settings.oracle_months is None:
        return Filters(settings.oracle_units)
    first = as_of.year * 12 + as_of.month - 1 - settings.oracle_months
    return Filters(settings.oracle_units, (first // 12, first % 12 + 1))
