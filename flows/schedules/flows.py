"""The timetable's flows, thin: what they do stands in :mod:`jobs` and :mod:`digesting`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from prefect import flow, get_run_logger, runtime
from prefect.states import Completed

from flows.schedules import jobs
from flows.schedules.alarms import Alarms
from flows.schedules.digesting import send_digest
from flows.schedules.hooks import HOOKS
from flows.schedules.moments import business_date as day_of
from flows.schedules.moments import is_stale
from flows.schedules.sending import send
from flows.schedules.showing import show_digest, show_run
from flows.schedules.telling import teller
from phanky.errors import BusyError
from phanky.progress import listening
from phanky.settings import load_settings


@flow(name="incremental", **HOOKS)
def incremental() -> Any:
    """A run over what changed at the source; cheap when nothing did.  The next one, in five minutes, is its retry."""
    if is_stale(_scheduled(), jobs.now()):
        return Completed(name="Skipped", message="Quá giờ: lần sau đã đến.")
    settings = load_settings()
    try:
        with listening(get_run_logger().debug):
            result = jobs.take_snapshot(settings, incremental=True)
    except BusyError as error:
        return Completed(name="Skipped", message=str(error))
    show_run(settings, result)
    return Completed(message=f"Bản {result.release_id}{'' if result.changed else ', không đổi'}.")


@flow(name="daily-digest", retries=2, retry_delay_seconds=60, **HOOKS)
def daily_digest(business_date: date | None = None) -> Any:
    """Send the messages of a day: the day that the schedule named, however late this begins."""
    settings = load_settings()
    day = business_date or day_of(_scheduled(), settings.timezone)
    result = send_digest(settings, day, send=send, tell=get_run_logger().info)
    show_digest(settings, result)
    return Completed(message=result.summary)


@flow(name="retention", retries=3, retry_delay_seconds=300, **HOOKS)
def retention() -> Any:
    """Let go of what nobody has to come back to."""
    retired = jobs.tidy_up(load_settings())
    return Completed(message=f"Bỏ {len(retired.releases)} bản phát hành, {retired.landing_files} tệp nguồn.")


@flow(name="quarter-close", retries=2, retry_delay_seconds=60, **HOOKS)
def quarter_close() -> Any:
    """Remind the administrator of a quarter that is over and not signed off."""
    settings = load_settings()
    reminder = jobs.quarter_reminder(settings, day_of(_scheduled(), settings.timezone))
    if reminder is None:
        return Completed(message="Quý trước đã chốt.")
    Alarms(settings, teller(settings)).remind(reminder)
    return Completed(message=reminder)


def _scheduled() -> datetime:
    """The time that the schedule named; for a run started by hand, when it was asked for."""
    scheduled: datetime = runtime.flow_run.scheduled_start_time
    return scheduled
