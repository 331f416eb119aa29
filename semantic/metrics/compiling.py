"""MetricFlow, as a library that only writes SQL.  Its interface is not public: everything that uses it is here."""

from __future__ import annotations

import atexit
import gc
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from cachetools import LRUCache

from semantic.metrics.facts import Source
from semantic.naming import relation

if TYPE_CHECKING:
    from metricflow.engine.metricflow_engine import MetricFlowEngine
    from metricflow.protocols.sql_client import SqlClient

# In every mart month_date is a first day: without the function an engine skips what lies outside the months asked.
_NO_NEED = ("DATE_TRUNC('month', month_date)", "month_date")
_REMARK = re.compile(r"^\s*--.*\n", re.MULTILINE)
_KEPT = 4096


@dataclass(frozen=True)
class Asked:
    """The shape of one question: everything that decides its SQL but the values of its filters.

    Attributes:
        metrics: their names.
        group_by: names as MetricFlow knows them.
        where: conditions in MetricFlow's templates, with ``$name`` for values.
        sources: (semantic model, source that answers for it).
    """

    metrics: tuple[str, ...]
    group_by: tuple[str, ...]
    where: tuple[str, ...]
    sources: tuple[tuple[str, Source], ...]


class Compiler:
    """Turns shapes into SQL, each once.  Threads may share it.

    MetricFlow is imported with the first shape; that takes a second, an engine 30 ms, a shape 5 to 50 ms.
    """

    def __init__(self, manifest: str) -> None:
        self._manifest = manifest
        self._engines: dict[tuple[tuple[str, str], ...], MetricFlowEngine] = {}
        self._compiled: LRUCache[Asked, str] = LRUCache(_KEPT)
        self._reading, self._compiling = Lock(), Lock()

    def compile(self, asked: Asked) -> str:
        """SQL whose columns are the group-by names and the metrics, in DuckDB's dialect."""
        if (found := self._known(asked)) is not None:
            return found
        # MetricFlow keeps caches of its own that know nothing of threads.
        with self._compiling:
            compiled = self._known(asked) or self._written(asked)  # another thread may have had the same question
            with self._reading:
                self._compiled[asked] = compiled
        return compiled

    def _known(self, asked: Asked) -> str | None:
        with self._reading:
            return self._compiled.get(asked)

    def _written(self, asked: Asked) -> str:
        from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

        request = MetricFlowQueryRequest.create(
            metric_names=asked.metrics, group_by_names=asked.group_by, where_constraints=asked.where or None
        )
        sql = self._engine(asked.sources).explain(request).sql_statement.sql
        return _REMARK.sub("", sql.replace(*_NO_NEED) + "\n").rstrip()

    def _engine(self, sources: tuple[tuple[str, Source], ...]) -> MetricFlowEngine:
        key = tuple((model, source.mart) for model, source in sources)
        if key not in self._engines:
            self._engines[key] = _engine(_answered_by(json.loads(self._manifest), dict(sources)))
            _leave_in_peace()
        return self._engines[key]


def _answered_by(manifest: dict[str, Any], sources: Mapping[str, Source]) -> str:
    """The manifest with each model on its source, less whatever that source has no column for."""
    for model in manifest["semantic_models"]:
        if (source := sources.get(model["name"])) is not None:
            model["node_relation"] |= {"alias": source.mart, "relation_name": relation(source.mart)}
            for part in ("entities", "dimensions"):
                model[part] = [node for node in model[part] if (node["expr"] or node["name"]) in source.columns]
    manifest["metrics"] = _answerable(manifest["metrics"], sources)
    for aggregation in filter(
        None, (metric["type_params"]["metric_aggregation_params"] for metric in manifest["metrics"])
    ):
        # The months that count are conditions by now.  MetricFlow would look for the newest month among the rows that
        # the other filters leave, and where it has none of them take an older one.
        aggregation["non_additive_dimension"] = None
    return json.dumps(manifest)


def _answerable(metrics: list[dict[str, Any]], sources: Mapping[str, Source]) -> list[dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = {}
    waiting = list(metrics)
    while found := [metric for metric in waiting if _can_answer(metric, sources, kept)]:
        kept |= {metric["name"]: metric for metric in found}
        waiting = [metric for metric in waiting if metric["name"] not in kept]
    return list(kept.values())


def _can_answer(metric: dict[str, Any], sources: Mapping[str, Source], kept: Mapping[str, Any]) -> bool:
    given = metric["type_params"]
    if metric["type"] == "simple":
        source = sources.get(given["metric_aggregation_params"]["semantic_model"])
        column = given["expr"]
        return source is None or not str(column).isidentifier() or column in source.columns
    inputs = [found for found in (given["numerator"], given["denominator"], *given["metrics"]) if found is not None]
    return all(found["name"] in kept for found in inputs)


def _engine(manifest: str) -> MetricFlowEngine:
    from metricflow.engine.metricflow_engine import MetricFlowEngine
    from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
    from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

    logging.getLogger("metricflow").setLevel(logging.WARNING)
    lookup = SemanticManifestLookup(parse_manifest_from_dbt_generated_manifest(manifest))
    return MetricFlowEngine(lookup, cast("SqlClient", _OnlyRenders()))


def _leave_in_peace() -> None:
    """MetricFlow is 200,000 objects that stay: to look for garbage among them stops all readers for 0.15 s.

    What is alive now is passed over from now on; it still goes when nothing refers to it.
    """
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # at its end the process has to find all garbage, or DuckDB complains of it


class _OnlyRenders:
    """A MetricFlow client that knows a dialect and runs nothing."""

    def __init__(self) -> None:
        from metricflow.protocols.sql_client import SqlEngine
        from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer

        self.sql_engine_type = SqlEngine.DUCKDB
        self.sql_plan_renderer = DuckDbSqlPlanRenderer()
