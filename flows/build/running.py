"""Building the marts, and the gate in front of the release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.build.invoking import invoke
from flows.load import Warehouse
from flows.publish import Columns, MartSpec
from phanky.errors import BuildError
from phanky.progress import reach
from phanky.settings import Settings
from semantic import DataTests

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest

_GOOD = frozenset({"success", "pass"})
_SHOWN = 3


@dataclass(frozen=True)
class NodeTime:
    """How long one model, seed or test took, in seconds."""

    name: str
    kind: str
    seconds: float


@dataclass(frozen=True)
class BuildReport:
    """A build that went through the gate."""

    marts: tuple[MartSpec, ...]
    tests: DataTests
    nodes: tuple[NodeTime, ...]
    columns: dict[str, Columns]  # of each mart, in the declared order


def build(warehouse: Warehouse, settings: Settings) -> BuildReport:
    """Build every model over schema ``raw`` and run every data test.

    Unit tests are left out: they try the code, not the data, and ``make test`` runs them.  So are exposures: there is
    nothing to build in who reads a metric.

    Raises:
        BuildError: naming the models or tests that failed, or tests that did not run.
    """
    reach("build.begin", warehouse.kind)
    manifest = _result(invoke(settings, warehouse, ["parse"]), settings)
    command = ["build", "--exclude-resource-type", "unit_test", "--exclude-resource-type", "exposure"]
    results = _result(invoke(settings, warehouse, command, manifest), settings).results
    _require_good(results, settings)
    tests = _tests(results, manifest)
    if not tests.all_passed:
        raise BuildError(f"Chỉ {tests.executed} trên {tests.expected} phép kiểm đã chạy. {_remedy(settings)}")
    reach("build.done", warehouse.kind)
    return BuildReport(_marts(manifest), tests, tuple(map(_time, results)), _columns(manifest))


def _result(outcome: dbtRunnerResult, settings: Settings) -> Any:
    if outcome.result is None:
        raise BuildError(f"dbt không chạy được: {_first_line(outcome.exception)}. {_remedy(settings)}")
    return outcome.result


def _require_good(results: Sequence[Any], settings: Settings) -> None:
    bad = [r for r in results if str(r.status) not in _GOOD]
    failed = [r for r in bad if str(r.status) != "skipped"] or bad
    if failed:
        told = "; ".join(f"{r.node.name}: {_first_line(r.message or r.status)}" for r in failed[:_SHOWN])
        more = f" (và {len(failed) - _SHOWN} lỗi khác)" if len(failed) > _SHOWN else ""
        raise BuildError(f"Dựng kho dữ liệu không đạt: {told}{more}. {_remedy(settings)}")


def _remedy(settings: Settings) -> str:
    return f"Bản phát hành trước vẫn dùng được; xem {settings.home / 'dbt' / 'logs' / 'dbt.log'}."


def _first_line(message: object) -> str:
    lines = [line.strip() for line in str(message).splitlines() if line.strip()]
    return " ".join(lines[:2])


def _tests(results: Sequence[Any], manifest: Manifest) -> DataTests:
    expected = sum(1 for node in manifest.nodes.values() if str(node.resource_type) == "test")
    executed = [r for r in results if str(r.node.resource_type) == "test"]
    passed = sum(1 for r in executed if str(r.status) == "pass")
    return DataTests(expected, len(executed), passed)


def _public(manifest: Manifest) -> list[Any]:
    public = (n for n in manifest.nodes.values() if str(n.resource_type) == "model" and n.schema == "marts")
    return sorted(public, key=lambda node: str(node.name))


def _marts(manifest: Manifest) -> tuple[MartSpec, ...]:
    return tuple(
        MartSpec(node.name, node.config.meta["scope"], tuple(node.config.meta["grain"])) for node in _public(manifest)
    )


def _columns(manifest: Manifest) -> dict[str, Columns]:
    return {
        node.name: tuple((column.name, column.data_type) for column in node.columns.values())
        for node in _public(manifest)
    }


def _time(result: Any) -> NodeTime:
    return NodeTime(result.node.name, str(result.node.resource_type), float(result.execution_time))
