"""Calling dbt in this process.  It is imported when it is called: a run that finds nothing to build does without."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.build.project import PROJECT, profiles_folder, reaching, variables
from flows.load import SparkWarehouse, Warehouse, session_of
from phanky.progress import relay
from phanky.settings import Settings

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest
    from dbt_common.events.base_types import EventMsg


def target_folder(settings: Settings, warehouse: Warehouse) -> Path:
    """Where dbt keeps the compiled project of an engine; its parsed form makes the next run quick."""
    return settings.home / "dbt" / warehouse.kind


def invoke(
    settings: Settings, warehouse: Warehouse, command: list[str], manifest: Manifest | None = None
) -> dbtRunnerResult:
    """Run one dbt command against a warehouse; nothing is printed, the log goes under PHANKY_HOME.

    ``manifest`` is the project as an earlier ``parse`` returned it, so that it is not read twice.

    Raises:
        KeyboardInterrupt: somebody stopped the program meanwhile.
    """
    from dbt.cli.main import dbtRunner

    tell = relay()

    def listen(message: EventMsg) -> None:
        if message.info.name == "NodeFinished":
            tell("build.node", message.data.node_info.node_name)

    options = _options(settings, warehouse)
    if isinstance(warehouse, SparkWarehouse) and command != ["parse"]:
        session_of(warehouse)  # dbt-spark joins the session that there is
    with reaching(warehouse), _silent_loggers():
        try:
            outcome = dbtRunner(manifest, callbacks=[listen]).invoke([*options[:3], *command, *options[3:]])
        finally:
            _let_go(warehouse)
    if isinstance(outcome.exception, KeyboardInterrupt):  # dbt keeps it for itself; the person meant the whole run
        raise outcome.exception
    return outcome


@contextmanager
def _silent_loggers() -> Iterator[None]:
    # Python's loggers print a trace for every line that they cannot write, and a full disk stops dbt's log first.
    before, logging.raiseExceptions = logging.raiseExceptions, False
    try:
        yield
    finally:
        logging.raiseExceptions = before


def _options(settings: Settings, warehouse: Warehouse) -> list[str]:
    home = settings.home / "dbt"
    return [
        *("--log-level=none", "--no-use-colors", "--no-send-anonymous-usage-stats"),
        *("--project-dir", str(PROJECT), "--profiles-dir", str(profiles_folder(settings))),
        *("--target", warehouse.kind, "--target-path", str(target_folder(settings, warehouse))),
        *("--log-path", str(home / "logs"), "--log-level-file", "info"),
        *("--vars", json.dumps(variables(settings))),
    ]


def _let_go(warehouse: Warehouse) -> None:
    """Close what the adapter left open: the next step opens the warehouse for itself."""
    from dbt.adapters.factory import get_adapter_by_type, reset_adapters

    try:
        adapter: Any = get_adapter_by_type(warehouse.kind)  # type: ignore[no-untyped-call]
    except KeyError:
        return
    adapter.cleanup_connections()
    if warehouse.kind == "duckdb":
        type(adapter.connections).close_all_connections()
    reset_adapters()  # type: ignore[no-untyped-call]
