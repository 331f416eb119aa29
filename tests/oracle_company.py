"""The small company of the tests on a server, and its landing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.cmis.declaration import AGREEMENTS, TABLES
from flows.cmis.oracle.source import OracleSource, oracle_source
from flows.cmis.source import Source
from flows.landing import Manifest, land
from phanky.settings import Settings, load_settings
from tests.memory_source import MemorySource, arrow_table, small_company
from tests.oracle_server import OracleServer

AS_OF = date(2026, 9, 5)
NO_AGREEMENTS: Any = AGREEMENTS.arrow_schema.empty_table()


def company_tables() -> dict[str, pa.Table]:
    """Every declared table; those that the small company does not use are empty."""
    rows = small_company()
    return {table.name: arrow_table(table, rows.get(table.name, [])) for table in TABLES}


def company_in_memory() -> MemorySource:
    """The same as a source without any server."""
    return MemorySource(company_tables(), name="oracle", baseline="oracle")


def settings_for(server: OracleServer, home: Path, **others: object) -> Settings:
    """Settings of an installation that reads this server and fails quickly."""
    return load_settings(home=home, memory_limit_gb=1, threads=2, **server.settings(**others))


def source_for(settings: Settings) -> OracleSource:
    """What those settings read."""
    return oracle_source(settings, AS_OF)


def landed(source: Source, settings: Settings) -> Manifest:
    """A snapshot without agreements."""
    return land(source, settings, as_of=AS_OF, agreements=NO_AGREEMENTS, agreements_version="none")


def contents(manifest: Manifest) -> list[tuple[str, str, str, int]]:
    """What a snapshot holds, by the hashes of its files."""
    return sorted((f.table, f.partition, f.sha256, f.rows) for f in manifest.files)
