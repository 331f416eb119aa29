"""Reads the definitions that a release carries: dbt's semantic manifest, and which marts are aggregates of which."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from phanky.errors import DamageError
from semantic.metrics.facts import Dimension, Format, Largest, Metric, Reference, Shape, Source
from semantic.naming import require_known
from semantic.receipt import Receipt

_Node = Mapping[str, Any]
_UNLABELLED = "VARCHAR"


@dataclass(frozen=True)
class Definitions:
    """All metrics and dimensions of a release, and the marts that answer for each semantic model.

    Attributes:
        manifest: the semantic manifest as JSON text, its relations named as in every release.
        sources: semantic model -> marts that can answer for it, the one with fewest rows first.
    """

    manifest: str
    metrics: Mapping[str, Metric]
    dimensions: Mapping[str, Dimension]
    sources: Mapping[str, tuple[Source, ...]]

    @classmethod
    def read(cls, text: str, receipt: Receipt) -> Definitions:
        """From the definitions file of the release with this receipt.

        Raises:
            DamageError: the text is not such a file.
        """
        try:
            stored = json.loads(text)
            manifest, aggregates = stored["manifest"], stored["aggregates"]
            running = stored.get("running", {})  # no release had any before there were years
            models = {model["name"]: model for model in manifest["semantic_models"]}
            return cls(
                json.dumps(manifest, ensure_ascii=False),
                {metric.name: metric for metric in _Metrics(manifest["metrics"]).all()},
                {dimension.name: dimension for dimension in _dimensions(models, manifest["metrics"], receipt)},
                {
                    name: _sources(model, aggregates.get(name, []), running.get(name, {}), receipt)
                    for name, model in models.items()
                },
            )
        except (ValueError, KeyError, TypeError) as error:
            raise DamageError(
                f"Bản {receipt.release_id}: định nghĩa chỉ số không đọc được. Chạy lại “phanky run”."
            ) from error

    @property
    def marts(self) -> tuple[str, ...]:
        """Marts that questions about metrics may need."""
        manifest = json.loads(self.manifest)
        named = (node["node_relation"]["alias"] for node in manifest["semantic_models"])
        answering = (source.mart for sources in self.sources.values() for source in sources)
        return tuple(dict.fromkeys((*named, *answering, *self._everywhere)))

    def marts_of(self, metrics: Collection[str]) -> tuple[str, ...]:
        """The smallest marts that answer for these metrics, whole or by unit and month, for everyone and for a scope.

        A metric that the release does not have needs none.
        """
        known = [self.metrics[name] for name in metrics if name in self.metrics]
        answering = (mart for metric in known for model in metric.columns for mart in self._smallest(metric, model))
        homes = (found.home[0] for found in self.dimensions.values() if found.home is not None)
        return tuple(dict.fromkeys((*answering, *homes, *self._everywhere)))

    def _smallest(self, metric: Metric, model: str) -> Iterator[str]:
        unit = self.dimensions["unit_code"].references.get(model)
        needed = {*metric.columns[model], *(() if unit is None else (unit.column,))}
        for is_open in (True, False):
            fitting = (s.mart for s in self._of_a_month(model) if s.is_open is is_open and needed <= s.columns)
            yield from islice(fitting, 1)

    def _of_a_month(self, model: str) -> Iterator[Source]:
        return (source for source in self.sources[model] if source.months == 1)

    @property
    def _everywhere(self) -> tuple[str, ...]:
        spines = json.loads(self.manifest)["project_configuration"]["time_spines"]
        return (*(node["node_relation"]["alias"] for node in spines), "dim_words")

    def metric(self, name: str) -> Metric:
        """The metric called ``name``; UsageError naming what is near."""
        return self.metrics[require_known("chỉ số", name, self.metrics)]

    def dimension(self, name: str) -> Dimension:
        """The dimension called ``name``; UsageError naming what is near."""
        return self.dimensions[require_known("chiều", name, self.dimensions)]

    def dimensions_of(self, metric: Metric) -> tuple[str, ...]:
        """Names of the dimensions that a metric can be split by, in order."""
        return self._splits[metric.name]

    @cached_property
    def _splits(self) -> Mapping[str, tuple[str, ...]]:
        """Every question asks this of each of its metrics."""
        return {
            name: tuple(
                dimension.name
                for dimension in self.dimensions.values()
                if all(model in dimension.references for model in metric.columns)
            )
            for name, metric in self.metrics.items()
        }

    def codes_of(self, model: str) -> frozenset[str]:
        """Columns of a semantic model that name customers, units, books: what is beyond them lives elsewhere."""
        ways = (dimension.references.get(model) for dimension in self.dimensions.values())
        return frozenset(way.column for way in ways if way is not None and way.kind == "Entity")


class _Metrics:
    """Turns the manifest's metrics into ours; what a derived one needs is what its inputs need."""

    def __init__(self, nodes: list[_Node]) -> None:
        self._nodes = {node["name"]: node for node in nodes}

    def all(self) -> Iterator[Metric]:
        return (self._metric(node) for node in self._nodes.values())

    def _metric(self, node: _Node) -> Metric:
        meta = node["config"]["meta"]
        simple = list(self._simple(node))
        return Metric(
            name=node["name"],
            label=node["label"],
            unit=meta["unit"],
            description=node["description"],
            format=Format(meta["format"]),
            shape=self._shape(node, simple),
            is_sum=meta["format"] == Format.COUNT or _is_sum(node),
            columns=_columns(simple),
            largest=Largest(**meta["largest"]) if "largest" in meta else None,
        )

    def _simple(self, node: _Node) -> Iterator[_Node]:
        if node["type"] == "simple":
            yield node
        for given in _inputs(node):
            yield from self._simple(self._nodes[given["name"]])

    def _shape(self, node: _Node, simple: list[_Node]) -> Shape:
        if any(given["offset_window"] for given in _inputs(node)):
            return Shape.MOMENT
        stocks = {_aggregation(found)["non_additive_dimension"] is not None for found in simple}
        if len(stocks) != 1:
            raise ValueError(f"{node['name']} mixes counts of one month with sums over months")
        return Shape.STOCK if stocks.pop() else Shape.FLOW


def _is_sum(node: _Node) -> bool:
    return node["type"] == "simple" and _aggregation(node)["agg"] == "sum" and "largest" not in node["config"]["meta"]


def _inputs(node: _Node) -> list[_Node]:
    given = node["type_params"]
    return [found for found in (given["numerator"], given["denominator"], *given["metrics"]) if found is not None]


def _aggregation(node: _Node) -> _Node:
    found: _Node = node["type_params"]["metric_aggregation_params"]
    return found


def _columns(simple: list[_Node]) -> dict[str, frozenset[str]]:
    needed: dict[str, set[str]] = {}
    for node in simple:
        column = node["type_params"]["expr"]
        needed.setdefault(_aggregation(node)["semantic_model"], set()).update(
            {column} if isinstance(column, str) and column.isidentifier() else ()
        )
    return {model: frozenset(columns) for model, columns in needed.items()}


def _dimensions(models: Mapping[str, _Node], metrics: list[_Node], receipt: Receipt) -> Iterator[Dimension]:
    counted = {_aggregation(node)["semantic_model"] for node in metrics if node["type"] == "simple"}
    found: dict[str, dict[str, tuple[Reference, _Node, _Node]]] = {}
    for model in (models[name] for name in models if name in counted):
        for name, reference, node, home in _reachable(model, models):
            found.setdefault(name, {}).setdefault(model["name"], (reference, node, home))
    for name, ways in found.items():
        _, node, home = next(iter(ways.values()))
        yield _dimension(name, {model: way[0] for model, way in ways.items()}, node, home, receipt)


def _reachable(model: _Node, models: Mapping[str, _Node]) -> Iterator[tuple[str, Reference, _Node, _Node]]:
    """Name, reference, what the manifest says of it and the model that it lives in."""
    for node in model["dimensions"]:
        if node["type"] == "categorical":
            reference = Reference(
                "Dimension", f"{model['primary_entity']}__{node['name']}", node["expr"] or node["name"]
            )
            yield node["name"], reference, node, model
    for entity in (entity for entity in model["entities"] if entity["type"] == "foreign"):
        column = entity["expr"] or entity["name"]
        home = _home(entity["name"], models) or model
        yield column, Reference("Entity", entity["name"], column), entity, home
        for node in home["dimensions"] if home is not model else ():
            if node["type"] == "categorical":
                yield node["name"], Reference("Dimension", f"{entity['name']}__{node['name']}", column), node, home


def _home(entity: str, models: Mapping[str, _Node]) -> _Node | None:
    """The semantic model that describes an entity."""
    for model in models.values():
        if any(found["name"] == entity and found["type"] != "foreign" for found in model["entities"]):
            return model
    return None


def _dimension(name: str, references: Mapping[str, Reference], node: _Node, home: _Node, receipt: Receipt) -> Dimension:
    mart = receipt.mart(home["node_relation"]["alias"])
    column = node["expr"] or node["name"]
    is_listed = "type" in node and node["type"] == "foreign" and mart.scope == "open"
    return Dimension(
        name=name,
        label=node["label"],
        data_type=dict(mart.columns).get(column, _UNLABELLED),
        references=references,
        word_set=node["config"]["meta"].get("words"),
        home=(mart.name, column) if is_listed else None,
    )


def _sources(model: _Node, aggregates: list[str], running: Mapping[str, int], receipt: Receipt) -> tuple[Source, ...]:
    months = dict.fromkeys((*aggregates, model["node_relation"]["alias"]), 1) | dict(running)
    found = [
        Source(mart.name, frozenset(mart.column_names), mart.scope == "open", mart.rows, months[mart.name])
        for mart in map(receipt.mart, months)
    ]
    return tuple(sorted(found, key=lambda source: source.rows))
