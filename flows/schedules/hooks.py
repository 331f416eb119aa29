"""What Prefect calls when a scheduled run has ended for good: after its last try."""

from __future__ import annotations

from typing import Any

from flows.schedules.alarms import Alarms, fault
from flows.schedules.telling import teller
from phanky.settings import load_settings


def tell_failure(flow: Any, flow_run: Any, state: Any) -> None:
    """Tell the administrator, once until the job goes well again; a run started by hand is its starter's."""
    if flow_run.deployment_id is None:
        return
    settings = load_settings()
    error = _error(state)
    link = f"{settings.prefect_url.rstrip('/')}/runs/flow-run/{flow_run.id}" if settings.prefect_url else None
    Alarms(settings, teller(settings)).fail(flow.name, fault(error), link)


def tell_recovery(flow: Any, flow_run: Any, _state: Any) -> None:
    """Its next failure is news again."""
    if flow_run.deployment_id is not None:
        settings = load_settings()
        Alarms(settings, teller(settings)).recover(flow.name)


def _error(state: Any) -> BaseException | None:
    # A run whose process died has no exception: nobody was there to keep it.
    try:
        found = state.result(raise_on_failure=False)
    except Exception:  # whatever the state cannot give, the alarm goes out
        return None
    return found if isinstance(found, BaseException) else None


HOOKS: dict[str, Any] = {
    "persist_result": False,
    "on_failure": [tell_failure],
    "on_crashed": [tell_failure],
    "on_completion": [tell_recovery],
}
"""What every flow of the timetable is declared with."""
