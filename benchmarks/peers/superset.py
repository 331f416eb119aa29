"""Apache Superset as a peer: its chart-data interface over one dataset a mart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from psycopg.conninfo import conninfo_to_dict

from benchmarks.peers.asking import NoAnswerError, Question, Row, filters_of, order_of
from benchmarks.peers.environments import PINS, Environments
from benchmarks.peers.servers import Connection, ServerError
from benchmarks.peers.superset_site import site
from benchmarks.peers.vocabulary import MOST_ROWS, RELATIONS, SCHEMA, Relation, relation_for

_PINNED = ("apache-superset", "gunicorn")


@dataclass(frozen=True)
class Superset:
    """Superset under gunicorn: a server that keeps no results answers fresh questions.

    A second one, over the same metadata, keeps results in its memory and answers what was asked before.
    """

    environments: Environments
    name: str = "Superset"

    @property
    def version(self) -> str:
        """As pinned."""
        lines = (PINS / "superset_server" / "requirements.txt").read_text(encoding="utf-8").splitlines()
        pins = dict(line.split("==") for line in lines)
        return ", ".join(f"{name} {pins[name]}" for name in _PINNED)

    @contextmanager
    def start(self, postgres: str) -> Iterator[_RunningSuperset]:
        """Start both servers and make the datasets."""
        with site(self.environments) as home, ExitStack() as stack:
            servers = [stack.enter_context(home.server(keeps_results=keeps)) for keeps in (False, True)]
            for server in servers:
                server.sign_in(home.password)
            forgetful, keeping = (server.connection for server in servers)
            yield _RunningSuperset(forgetful, keeping, make_datasets(forgetful, postgres))


def make_datasets(connection: Connection, postgres: str) -> dict[str, int]:
    """Make the database and one dataset a mart, the vocabulary's metrics saved in it; mart -> number of the dataset."""
    database = {"database_name": SCHEMA, "sqlalchemy_uri": sqlalchemy_address(postgres)}
    number = connection.post("/api/v1/database/", database)["id"]
    return {relation.name: _make_dataset(connection, number, relation) for relation in RELATIONS}


def _make_dataset(connection: Connection, database: int, relation: Relation) -> int:
    dataset = {"database": database, "schema": SCHEMA, "table_name": relation.name}
    number = int(connection.post("/api/v1/dataset/", dataset)["id"])
    metrics = [{"metric_name": name, "expression": sql} for name, sql in relation.metrics.items()]
    connection.put(f"/api/v1/dataset/{number}", {"metrics": metrics})
    return number


def sqlalchemy_address(postgres: str) -> str:
    """A libpq address as SQLAlchemy writes it: everything but user, password and database goes into the query."""
    address = {name: str(value) for name, value in conninfo_to_dict(postgres).items()}
    user, password, database = (quote(address.pop(name, ""), safe="") for name in ("user", "password", "dbname"))
    login = f"{user}:{password}" if password else user
    return f"postgresql+psycopg2://{login}@/{database}?{urlencode(address)}"


@dataclass(frozen=True)
class _RunningSuperset:
    forgetful: Connection
    keeping: Connection
    datasets: Mapping[str, int]
    kept: set[str] = field(default_factory=set)

    def ask(self, question: Question, *, fresh: bool) -> Sequence[Row]:
        body = chart_data(question, self.datasets[relation_for(question).name], force=fresh)
        try:
            answer = (self.forgetful if fresh else self.keeping).post("/api/v1/chart/data", body)["result"][0]
        except ServerError as error:
            raise NoAnswerError(str(error)) from error
        if answer["error"]:
            raise NoAnswerError(answer["error"])
        if not fresh:
            if question.name in self.kept and not answer["is_cached"]:
                raise NoAnswerError("a question asked before was answered from the database")
            self.kept.add(question.name)
        elif answer["is_cached"]:
            raise NoAnswerError("a fresh question was answered from the cache")
        rows: Sequence[Row] = answer["data"]
        return rows


def chart_data(question: Question, dataset: int, *, force: bool) -> dict[str, Any]:
    """The body of a chart-data request, as Superset's own charts send it."""
    query = {
        "columns": list(question.by),
        "metrics": list(question.metrics),
        "filters": [{"col": name, "op": "IN", "val": values} for name, values in filters_of(question)],
        "orderby": [list(order) for order in order_of(question)],
        "row_limit": question.limit or MOST_ROWS,
    }
    return {
        "datasource": {"id": dataset, "type": "table"},
        "force": force,
        "queries": [query],
        "result_format": "json",
        "result_type": "full",
    }
