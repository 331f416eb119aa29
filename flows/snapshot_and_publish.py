"""The main job as a Prefect flow: the same functions, with a run history to look at."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact

from flows.build import BuildReport
from flows.cmis.choosing import choose_source
from flows.pipeline import RunResult, Target, run
from phanky.calendar import today
from phanky.progress import listening
from phanky.settings import load_settings


@flow(name="snapshot-and-publish", persist_result=False, validate_parameters=True)
def snapshot_and_publish(
    source: str = "sample",
    path: str | None = None,
    as_of: date | None = None,
    target: Target | None = None,
    customers: int = 2000,
    accept_change: str | None = None,
) -> str:
    """Take a snapshot and publish its verdicts; returns the id of the release in service.

    Parameters hold no secret: addresses and passwords come from the settings of the worker.
    """
    settings = load_settings()
    day = as_of or today(settings)
    chosen = choose_source(source, settings, as_of=day, path=Path(path) if path else None, customers=customers)
    with listening(get_run_logger().debug):
        result = run(settings, chosen, as_of=day, target=target or settings.target, accept_change=accept_change)
    _show(result)
    return result.release_id


def _show(result: RunResult) -> None:
    """Leave what the run did where Prefect's page shows it."""
    create_table_artifact(
        key="snapshot", table=[{"bảng": name, "dòng": rows} for name, rows in result.rows.items()],
        description=f"Ảnh chụp {result.snapshot_id} → bản phát hành {result.release_id}",
    )  # fmt: skip
    if result.report is not None:
        create_table_artifact(key="dbt-results", table=_nodes(result.report), description=_gate(result.report))


def _nodes(report: BuildReport) -> list[dict[str, object]]:
    return [{"nút": node.name, "loại": node.kind, "giây": round(node.seconds, 3)} for node in report.nodes]


def _gate(report: BuildReport) -> str:
    return f"Phép kiểm dữ liệu: {report.tests.passed}/{report.tests.expected} đạt"
