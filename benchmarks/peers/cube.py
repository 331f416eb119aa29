"""Cube as a peer: its REST interface over a schema written from the vocabulary, no pre-aggregations."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import re
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from benchmarks.peers.asking import NoAnswerError, Question, Row, filters_of, order_of
from benchmarks.peers.environments import PINS, Environments
from benchmarks.peers.servers import Connection, ServerError, free_port, serving
from benchmarks.peers.vocabulary import DIMENSIONS, MOST_ROWS, RELATIONS, SCHEMA, Kind, Relation, relation_for

_LOAD = "/cubejs-api/v1/load"
_UNASKED = "unasked"
"""A dimension that is 0 everywhere.  A filter on it that nothing fails, with a number never used before, makes the
question one that was never asked, so that no cache can have its answer; PostgreSQL folds the filter away."""
_TYPES = {Kind.TEXT: "string", Kind.NUMBER: "number", Kind.FLAG: "boolean", Kind.DATE: "time"}


@dataclass(frozen=True)
class Cube:
    """Cube Core on Node, in production mode, with its cache and queue in memory."""

    environments: Environments
    name: str = "Cube"

    @property
    def version(self) -> str:
        """As pinned."""
        pins = json.loads((PINS / "cube_server" / "package.json").read_text(encoding="utf-8"))
        return f"Cube {pins['dependencies']['@cubejs-backend/server']}"

    @contextmanager
    def start(self, postgres: str) -> Iterator[_RunningCube]:
        """Write the schema, start the server, wait until it reaches the database."""
        folder, port, secret = self.environments.cube(), free_port(), secrets.token_urlsafe(32)
        write_schema(folder / "schema")
        log = folder / "server.log"
        environment = _settings(postgres) | {"CUBEJS_API_SECRET": secret, "PORT": str(port)}
        with serving(["node", "server.js"], environment, folder, log):
            connection = Connection(port)
            connection.wait_until("/readyz", log)
            connection.headers["Authorization"] = _token(secret)
            yield _RunningCube(connection)


def _settings(postgres: str) -> dict[str, str]:
    address = conninfo_to_dict(postgres)
    database = {
        "CUBEJS_DB_HOST": address.get("host", "127.0.0.1"),
        "CUBEJS_DB_PORT": address.get("port", "5432"),
        "CUBEJS_DB_NAME": address.get("dbname", ""),
        "CUBEJS_DB_USER": address.get("user", ""),
        "CUBEJS_DB_PASS": address.get("password", ""),
    }
    return {
        **{name: str(value) for name, value in database.items()},
        "NODE_ENV": "production",
        "CUBEJS_DB_TYPE": "postgres",
        "CUBEJS_CACHE_AND_QUEUE_DRIVER": "memory",
        "CUBEJS_TELEMETRY": "false",
        "CUBEJS_LOG_LEVEL": "error",
        # Nothing is pre-aggregated, so there is nothing to renew behind the clock's back.
        "CUBEJS_SCHEDULED_REFRESH_TIMER": "false",
    }


def write_schema(folder: Path) -> None:
    """One cube a mart, its measures the vocabulary's expressions."""
    folder.mkdir(exist_ok=True)
    for relation in RELATIONS:
        # Cube takes SQL as functions, which JSON has none of.
        definition = re.sub(r'(?<="sql": )"', '() => "', json.dumps(_cube(relation), indent=2))
        text = f"cube({json.dumps(relation.name)}, {definition});\n"
        (folder / f"{relation.name}.js").write_text(text, encoding="utf-8")


def _cube(relation: Relation) -> dict[str, Any]:
    dimensions = {name: {"sql": name, "type": _TYPES[DIMENSIONS[name]]} for name in sorted(relation.dimensions)}
    return {
        "sql": f"select * from {SCHEMA}.{relation.name}",
        # The marts change once a day; results are valid meanwhile.
        "refreshKey": {"every": "1 hour"},
        "measures": {name: {"sql": sql, "type": "number"} for name, sql in relation.metrics.items()},
        "dimensions": {**dimensions, _UNASKED: {"sql": "0", "type": "number"}},
    }


@dataclass(frozen=True)
class _RunningCube:
    connection: Connection
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    kept: set[str] = field(default_factory=set)

    def ask(self, question: Question, *, fresh: bool) -> Sequence[Row]:
        relation = relation_for(question)
        query = _query(question, relation)
        if fresh:
            filters = [
                *query["filters"],
                _filter(f"{relation.name}.{_UNASKED}", "notEquals", [str(next(self.numbers))]),
            ]
            query = {**query, "filters": filters}
        asked_at = time.time()
        answer = self._answer(query)
        _require_place(answer, asked_at, fresh=fresh, is_known=not fresh and question.name in self.kept)
        if not fresh:
            self.kept.add(question.name)
        return [{name.partition(".")[2]: value for name, value in row.items()} for row in answer["data"]]

    def _answer(self, query: dict[str, Any]) -> Any:
        """Cube says "Continue wait" instead of making a client wait long."""
        try:
            while "data" not in (answer := self.connection.post(_LOAD, {"query": query})):
                if answer.get("error") != "Continue wait":
                    raise NoAnswerError(str(answer.get("error", answer)))
        except ServerError as error:
            raise NoAnswerError(str(error)) from error
        return answer


def _query(question: Question, relation: Relation) -> dict[str, Any]:
    def member(name: str) -> str:
        return f"{relation.name}.{name}"

    return {
        "measures": [member(name) for name in question.metrics],
        "dimensions": [member(name) for name in question.by],
        "filters": [_filter(member(name), "equals", list(map(_text, values))) for name, values in filters_of(question)],
        "order": [[member(name), "asc" if up else "desc"] for name, up in order_of(question)],
        "limit": question.limit or MOST_ROWS,
    }


def _filter(member: str, operator: str, values: list[str]) -> dict[str, Any]:
    return {"member": member, "operator": operator, "values": values}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _require_place(answer: Any, asked_at: float, *, fresh: bool, is_known: bool) -> None:
    """Cube tells when it asked the database, in whole milliseconds: before this question was put, or because of it."""
    refreshed_after_ms = round(datetime.fromisoformat(answer["lastRefreshTime"]).timestamp() * 1000) - int(
        asked_at * 1000
    )
    if fresh and refreshed_after_ms < 0:
        raise NoAnswerError("a fresh question was answered from the cache")
    if is_known and refreshed_after_ms > 0:
        raise NoAnswerError("a question asked before was answered from the database")


def _token(secret: str) -> str:
    """A JSON web token that says nothing but that its bearer knows the secret."""
    parts = [{"alg": "HS256", "typ": "JWT"}, {"exp": int(time.time()) + 86_400}]
    signed = b".".join(_url_safe(json.dumps(part).encode()) for part in parts)
    return b".".join([signed, _url_safe(hmac.new(secret.encode(), signed, hashlib.sha256).digest())]).decode()


def _url_safe(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")
