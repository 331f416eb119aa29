"""The process that Prefect's scheduler gives the timetable's runs to.  ``python -m flows.schedules.running``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from prefect import serve
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, State, StateType
from prefect.schedules import Cron
from prefect.states import Cancelled, Crashed, Scheduled
from prefect.types.entrypoint import EntrypointType

from flows.schedules import jobs
from flows.schedules.moments import is_digest_due, is_snapshot_due
from flows.schedules.timetable import TIMETABLE, Entry
from phanky.ledger import Ledger, Outcome, open_ledger
from phanky.settings import Settings, load_settings

_CMIS_READERS = ("full-snapshot", "incremental")
# Of ticks that come all at once the server lets one through.  The messages have no such limit: a run whose process
# died would hold its place for minutes, and it is the ledger that sends each of them once.
_ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
_PAGE = 200
# So long after a snapshot's run the digest's one begins: it then finds the lock taken, and waits.
_AFTER_SNAPSHOT = timedelta(seconds=30)
# So long before it is due a run's process is started, which then waits for the moment.  Prefect looks every ten
# seconds, give or take three: with its own ten a process would at times come after its moment, and load all it needs
# only then.
_AHEAD = timedelta(seconds=20)


def main() -> None:
    """Register the timetable, make up for what was missed, then take runs until stopped."""
    settings = load_settings()
    deployments = [_deployment(entry, settings) for entry in TIMETABLE]
    known = {deployment.name: deployment.apply() for deployment in deployments}
    with get_client(sync_client=True) as client:
        _close_missed(client, tuple(known.values()), jobs.now())
        _catch_up(client, settings, known, jobs.now())
    # A clean stop must not pause what is to run tomorrow.
    # No limit: after a machine slept, what it missed of every five minutes would keep the messages waiting.
    serve(
        *deployments, pause_on_shutdown=False, print_starting_message=False, limit=None,
        prefetch_seconds=_AHEAD.total_seconds(),
    )  # fmt: skip


def _deployment(entry: Entry, settings: Settings) -> Any:
    module, _, name = entry.flow.rpartition(".")
    flow = getattr(import_module(module), name)
    if entry.name == "full-snapshot":
        flow = flow.with_options(retries=2, retry_delay_seconds=120)
    return flow.to_deployment(
        entry.name,
        schedules=[Cron(cron, timezone=settings.timezone) for cron in entry.crons],
        description=entry.tells,
        concurrency_limit=_ONE_AT_A_TIME if entry.name == "incremental" else None,
        paused=entry.name in _CMIS_READERS and settings.source is None,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def _close_missed(client: SyncPrefectClient, deployments: tuple[UUID, ...], now: datetime) -> None:
    """Nothing of what was due while nobody was here runs now, one after the other: the ledger says what to make up.

    Runs that were going on when the power went have nobody any more who would end them.
    """
    missed: State[Any] = Cancelled(message="Đến giờ khi chương trình tắt; sổ cái quyết định việc gì làm bù.")
    for run in _runs(client, deployments, now, StateType.SCHEDULED):
        client.set_flow_run_state(run, missed, force=True)
    lost: State[Any] = Crashed(message="Chương trình dừng giữa chừng.")
    for run in _runs(client, deployments, now, StateType.PENDING, StateType.RUNNING, StateType.CANCELLING):
        client.set_flow_run_state(run, lost, force=True)


def _runs(
    client: SyncPrefectClient, deployments: tuple[UUID, ...], now: datetime, *states: StateType
) -> Iterator[UUID]:
    wanted = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=list(deployments)),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states))),
        expected_start_time=FlowRunFilterExpectedStartTime(
            before_=now  # type: ignore[arg-type]  # its own name for datetime
        ),
    )
    # Each round takes what it found out of what the next one finds.
    while found := client.read_flow_runs(flow_run_filter=wanted, limit=_PAGE):
        yield from (run.id for run in found)


def _catch_up(client: SyncPrefectClient, settings: Settings, known: Mapping[str, UUID], now: datetime) -> None:
    with open_ledger(settings) as ledger:
        snapshot, digest = is_snapshot_missing(settings, ledger, now), is_digest_missing(settings, ledger, now)
    if snapshot:
        _ask(client, known["full-snapshot"], now, {})
    if digest:
        day = now.astimezone(ZoneInfo(settings.timezone)).date()
        start = now + _AFTER_SNAPSHOT if snapshot else now
        _ask(client, known["daily-digest"], start, {"business_date": day.isoformat()})


def is_snapshot_missing(settings: Settings, ledger: Ledger, now: datetime) -> bool:
    """Whether no run of this day, from 05:30 on, has ended well."""
    ended_well = (Outcome.PUBLISHED, Outcome.UNCHANGED)
    last = next((run.started_at for run in ledger.last_runs(100) if run.outcome in ended_well), None)
    return settings.source is not None and is_snapshot_due(now, last, settings.timezone)


def is_digest_missing(settings: Settings, ledger: Ledger, now: datetime) -> bool:
    """Whether it is past 07:00 and the ledger still has something to do for this day."""
    day = now.astimezone(ZoneInfo(settings.timezone)).date()
    return is_digest_due(now, settings.timezone) and jobs.still_open(ledger, day)


def _ask(client: SyncPrefectClient, deployment: UUID, at: datetime, parameters: dict[str, Any]) -> None:
    state: State[Any] = Scheduled(scheduled_time=at, message="Làm bù việc bị lỡ.")
    client.create_flow_run_from_deployment(deployment, state=state, parameters=parameters, tags=["bù"])


if __name__ == "__main__":
    main()
