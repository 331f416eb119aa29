"""Leaves what a run did where Prefect's page shows it."""

from __future__ import annotations

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from flows.pipeline import RunResult
from flows.schedules.artifacts import figures_text, gate_text, release_link, results_rows
from flows.schedules.digesting import DigestResult
from phanky.settings import Settings


def show_run(settings: Settings, result: RunResult) -> None:
    """Rows read, dbt's results, the figures of the release and the way to it."""
    create_table_artifact(
        key="snapshot",
        table=[{"bảng": name, "dòng": rows} for name, rows in result.rows.items()],
        description=f"Ảnh chụp {result.snapshot_id} → bản phát hành {result.release_id}",
    )
    create_link_artifact(key="release", link=release_link(settings), link_text=f"Bản phát hành {result.release_id}")
    if result.report is not None:
        create_table_artifact(
            key="dbt-results", table=results_rows(result.report), description=gate_text(result.report)
        )
        show_figures(settings, result.release_id)


def show_figures(settings: Settings, release_id: str) -> None:
    """The day's figures."""
    create_markdown_artifact(key="figures", markdown=figures_text(settings, release_id), description="Số liệu")


def show_digest(settings: Settings, result: DigestResult) -> None:
    """How many messages stand how, and the figures that they give."""
    rows = [{"trạng thái": state, "tin": count} for state, count in sorted(result.states.items())]
    create_table_artifact(key="digest", table=rows, description=result.summary)
    if result.release_id is not None:
        show_figures(settings, result.release_id)
