"""A source that counts what is read from it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pyarrow as pa

from flows.cmis.declaration import Control, Table
from flows.cmis.source import Extract, Session
from tests.live_cmis import LiveCmis


@dataclasses.dataclass
class Meter:
    """What was read since it was set to nothing: rows, bytes of Arrow, seconds of waiting for the source."""

    rows: int = 0
    bytes: int = 0
    seconds: float = 0.0

    def taken(self) -> dict[str, float]:
        """The figures so far, and from nothing again."""
        found = {"rows": self.rows, "mb": round(self.bytes / 1e6, 1), "seconds": round(self.seconds, 2)}
        self.rows, self.bytes, self.seconds = 0, 0, 0.0
        return found

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Count the time of the block."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - begun


@dataclasses.dataclass
class MeteredCmis(LiveCmis):
    """A living CMIS whose sessions are metered."""

    meter: Meter = dataclasses.field(default_factory=Meter)

    @contextmanager
    def session(self) -> Iterator[Session]:  # type: ignore[override]  # the same questions, through the meter
        """A transaction of its own."""
        with super().session() as session:
            yield _Metered(session, self.meter)


class _Metered:
    """A :class:`flows.cmis.source.Session`."""

    def __init__(self, session: Session, meter: Meter) -> None:
        self._session, self._meter = session, meter

    @property
    def moment(self) -> datetime:
        return self._session.moment

    def tables(self) -> tuple[Table, ...]:
        return self._session.tables()

    def parts(self, table: Table) -> dict[str, Control]:
        with self._meter.waiting():
            return self._session.parts(table)

    def whole(self, table: Table) -> Extract:
        with self._meter.waiting():
            return self._counting(self._session.whole(table))

    def part(self, table: Table, partition: str) -> Extract:
        with self._meter.waiting():
            return self._counting(self._session.part(table, partition))

    def changed(self, table: Table, since: datetime) -> Extract | None:
        with self._meter.waiting():
            extract = self._session.changed(table, since)
        return None if extract is None else self._counting(extract)

    def _counting(self, extract: Extract) -> Extract:
        batches = pa.RecordBatchReader.from_batches(extract.batches.schema, self._batches(extract.batches))
        return dataclasses.replace(extract, batches=batches)

    def _batches(self, batches: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        while True:
            with self._meter.waiting():
                batch = next(batches, None)
            if batch is None:
                return
            self._meter.rows += batch.num_rows
            self._meter.bytes += batch.nbytes
            yield batch
