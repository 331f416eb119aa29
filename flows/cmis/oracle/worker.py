"""The process that owns the connection: it opens one read-only transaction and answers what its parent asks.

``python -m flows.cmis.oracle.worker``: the first line of stdin says where to connect, each further one is a request;
answers are frames on stdout.  It ends with its parent.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO

import oracledb
import pyarrow as pa

from flows.cmis.oracle import wire

_LINES_AHEAD = 4


def main() -> None:
    """Answer until told to close, or until the parent is gone."""
    # Whatever a library prints must not get between the frames.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    requests = _requests()
    try:
        connection = _connected(next(requests), answers)
        for request in requests:
            _answer(connection, request, answers)
            if request["do"] == "close":
                break
    except oracledb.Error as error:
        wire.send(answers, wire.ERROR, _told(error))
    except BrokenPipeError:
        os._exit(1)
    except Exception as error:
        wire.send(answers, wire.ERROR, {"code": "", "text": f"{type(error).__name__}: {error}"})
    # The thread that follows the parent holds stdin: an ordinary end would wait for it.
    os._exit(0)


def _requests() -> Iterator[dict[str, Any]]:
    lines: queue.Queue[bytes] = queue.Queue(_LINES_AHEAD)

    def follow() -> None:
        for line in sys.stdin.buffer:
            lines.put(line)
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
    while True:
        yield wire.loads(lines.get())


def _connected(where: dict[str, Any], answers: BinaryIO) -> oracledb.Connection:
    oracledb.defaults.fetch_decimals = True
    connection = oracledb.connect(
        user=where["user"],
        password=where["password"],
        dsn=where["dsn"],
        tcp_connect_timeout=where["connect_seconds"],
        expire_time=1,
        program="phanky",
    )
    connection.call_timeout = round(where["answer_seconds"] * 1000)
    # The clock is asked before the state is fixed: what changes between the two is looked at twice, never missed.
    moment = _rows(connection, "SELECT SYSDATE FROM DUAL", {})[0][0]
    connection.rollback()
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    wire.send(answers, wire.ANSWER, {"moment": moment, "version": connection.version})
    return connection


def _answer(connection: oracledb.Connection, request: dict[str, Any], answers: BinaryIO) -> None:
    try:
        match request["do"]:
            case "ask":
                wire.send(answers, wire.ANSWER, _rows(connection, request["sql"], request["binds"]))
            case "describe":
                wire.send(answers, wire.ANSWER, _columns(connection, request["sql"]))
            case "read":
                _read(connection, request, answers)
            case "close":
                connection.close()
                wire.send(answers, wire.ANSWER, "closed")
    except oracledb.Error as error:
        wire.send(answers, wire.ERROR, _told(error))


def _rows(connection: oracledb.Connection, sql: str, binds: dict[str, Any]) -> list[list[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, binds)
        return [list(row) for row in cursor]


def _columns(connection: oracledb.Connection, sql: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [
            {
                "name": found.name,
                "type": found.type_code.name,
                "precision": found.precision,
                "scale": found.scale,
                "size": found.internal_size,
            }
            for found in cursor.description or ()
        ]


def _read(connection: oracledb.Connection, request: dict[str, Any], answers: BinaryIO) -> None:
    schema = wire.unpacked(request["schema"])
    batches = rows = 0
    for frame in connection.fetch_df_batches(
        request["sql"], request["binds"], size=request["rows_per_batch"], requested_schema=schema
    ):
        for batch in pa.table(frame).to_batches():
            if batch.num_rows:
                wire.send_batch(answers, batch)
                batches, rows = batches + 1, rows + batch.num_rows
    wire.send(answers, wire.END, {"batches": batches, "rows": rows})


def _told(error: oracledb.Error) -> dict[str, str]:
    found = error.args[0] if error.args else None
    text = str(getattr(found, "message", error)).strip().partition("\n")[0]
    return {"code": getattr(found, "full_code", ""), "text": text}


if __name__ == "__main__":
    main()
