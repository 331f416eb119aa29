"""The main job as a Prefect flow: the same functions, with a run history to look at."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from prefect import flow, get_run_logger

from flows.cmis.choosing import choose_source
from flows.pipeline import RunResult, Target, run
from flows.schedules.hooks import HOOKS
from flows.schedules.jobs import take_snapshot
from flows.schedules.showing import show_run
from phanky.calendar import today
from phanky.progress import listening
from phanky.settings import Settings, load_settings


@flow(name="snapshot-and-publish", validate_parameters=True, **HOOKS)
def snapshot_and_publish(
    source: str | None = None,
    path: str | None = None,
    as_of: date | None = None,
    target: Target | None = None,
    customers: int = 2000,
    accept_change: str | None = None,
) -> str:
    """Take a snapshot and publish its verdicts; returns the id of the release in service.

    Without a source it is the one that the settings name.  Parameters hold no secret: addresses and passwords come
    from the settings of the worker.
    """
    settings = load_settings(**({"target": target} if target else {}))
    with listening(get_run_logger().debug):
        if source is None:
            result = take_snapshot(settings)
        else:
            result = _run(settings, source, path, as_of, customers, accept_change)
    show_run(settings, result)
    return result.release_id


def _run(
    settings: Settings, source: str, path: str | None, as_of: date | None, customers: int, accept_change: str | None
) -> RunResult:
    day = as_of or today(settings)
    chosen = choose_source(source, settings, as_of=day, path=Path(path) if path else None, customers=customers)
    return run(settings, chosen, as_of=day, target=settings.target, accept_change=accept_change)
