"""The reading process as its parent sees it: started, asked, watched by the clock, ended."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from flows.cmis.oracle import wire
from flows.cmis.oracle.errors import cut, translated
from flows.cmis.oracle.statements import Statement
from phanky.errors import SourceError

_SPARE = 1.1
"""The driver is to notice first that an answer is late: what it says is better than that it said nothing."""
_CLOSING_SECONDS = 5.0
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Access:
    """Where CMIS is, as whom, and how long to wait for it."""

    dsn: str
    user: str
    password: str = field(repr=False)
    connect_seconds: float
    answer_seconds: float
    total_seconds: float


class ReadingProcess:
    """One subprocess with one connection and one read-only transaction.

    Whatever it waits for, it waits until a deadline: a process that is late is killed.  ``opening`` is what it said of
    itself: ``moment`` and ``version``.
    """

    def __init__(self, access: Access) -> None:
        self._access = access
        self._ends_at = time.monotonic() + access.total_seconds
        self._about = "Kết nối CMIS"
        self._process = _started()
        try:
            self._write({**vars(access), "total_seconds": None})
            self.opening: dict[str, Any] = self._answer(access.connect_seconds)
        except BaseException:
            self.kill()
            raise

    @property
    def pid(self) -> int:
        """Of the subprocess."""
        return self._process.pid

    def ask(self, statement: Statement, about: str) -> list[list[Any]]:
        """All rows of a small answer; numbers are decimals.

        Raises:
            SourceError: as Oracle, the way to it, or the clock has it.
        """
        self._about = about
        self._write({"do": "ask", "sql": statement.sql, "binds": statement.binds})
        found: list[list[Any]] = self._answer(self._access.answer_seconds)
        return found

    def describe(self, sql: str, about: str) -> list[dict[str, Any]]:
        """Name, type, precision, scale and size of each column that a query gives."""
        self._about = about
        self._write({"do": "describe", "sql": sql})
        found: list[dict[str, Any]] = self._answer(self._access.answer_seconds)
        return found

    def read(
        self, statement: Statement, schema: pa.Schema, rows_per_batch: int, about: str
    ) -> Iterator[pa.RecordBatch]:
        """Rows as they come; ends only where the subprocess said that this was all."""
        self._about = about
        self._write({
            "do": "read", "sql": statement.sql, "binds": statement.binds, "schema": wire.packed(schema),
            "rows_per_batch": rows_per_batch,
        })  # fmt: skip
        batches = rows = 0
        while (frame := self._frame(self._access.answer_seconds)).kind == wire.BATCH:
            batch = frame.batch
            batches, rows = batches + 1, rows + batch.num_rows
            yield batch
        said = frame.document
        if frame.kind != wire.END or (said["batches"], said["rows"]) != (batches, rows):
            raise cut(about, f"nhận được {rows} dòng, tiến trình đọc báo {said}")

    def close(self) -> None:
        """End it in good order, if it still answers."""
        try:
            self._write({"do": "close"})
            self._answer(_CLOSING_SECONDS)
            self._process.wait(_CLOSING_SECONDS)
        except (SourceError, subprocess.TimeoutExpired):
            pass
        self.kill()

    def kill(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was still to be written has nowhere to go
                    stream.close()

    def _write(self, request: dict[str, object]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(wire.dumps(request))
            self._process.stdin.flush()
        except OSError as error:
            raise cut(self._about, "tiến trình đọc đã dừng") from error

    def _answer(self, seconds: float) -> Any:
        return self._frame(seconds).document

    def _frame(self, seconds: float) -> wire.Frame:
        limit = min(time.monotonic() + seconds * _SPARE + 1, self._ends_at)
        try:
            frame = wire.receive(lambda count: self._read(count, limit))
        except wire.BrokenStreamError as error:
            self.kill()
            raise cut(self._about, f"dòng dữ liệu hỏng ({error})") from error
        if frame.kind == wire.ERROR:
            raise translated(**frame.document, about=self._about)
        return frame

    def _read(self, count: int, limit: float) -> bytes:
        assert self._process.stdout is not None
        parts, missing = [], count
        while missing:
            self._await(limit)
            part = os.read(self._process.stdout.fileno(), min(missing, _BLOCK))
            if not part:
                raise cut(self._about, "tiến trình đọc dừng giữa chừng")
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def _await(self, limit: float) -> None:
        assert self._process.stdout is not None
        waiting = select.poll()
        waiting.register(self._process.stdout, select.POLLIN)
        if waiting.poll(max(0.0, limit - time.monotonic()) * 1000):
            return
        self.kill()
        if time.monotonic() >= self._ends_at:
            hours = f"{self._access.total_seconds / 3600:g}".replace(".", ",")
            raise SourceError(
                f"{self._about}: đọc quá {hours} giờ (PHANKY_ORACLE_HOURS) nên bị dừng. "
                "Giới hạn tháng bằng PHANKY_ORACLE_MONTHS hoặc tăng thời hạn rồi chạy lại."
            )
        raise cut(self._about, "CMIS không trả lời kịp, đã dừng tiến trình đọc")


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "flows.cmis.oracle.worker"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
