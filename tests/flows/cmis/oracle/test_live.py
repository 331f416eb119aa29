"""A company's own Oracle, read and never written: ``TEST_ORACLE_DSN`` and the other PHANKY_ORACLE_ settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date

import pytest

from flows.cmis.declaration import TABLES, Control
from flows.cmis.oracle.examining import observe
from flows.cmis.oracle.session import OracleSession
from flows.cmis.oracle.source import oracle_source
from phanky.settings import Settings, load_settings

DSN = os.environ.get("TEST_ORACLE_DSN")
pytestmark = [
    pytest.mark.oracle_live,
    pytest.mark.skipif(DSN is None, reason="no company's Oracle: TEST_ORACLE_DSN is not set"),
]
CATALOGUES = ("D_DVI_QLY", "D_SOGCS")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load_settings(home=tmp_path_factory.mktemp("live"), oracle_dsn=DSN)


@pytest.fixture(scope="module")
def session(settings: Settings) -> Iterator[OracleSession]:
    with oracle_source(settings, date.today()).session() as opened:  # noqa: DTZ011  # only names the months
        yield opened


def test_it_has_every_table_that_is_required(session: OracleSession) -> None:
    found = {table.name for table in session.tables()}
    assert {table.name for table in TABLES if table.required} - found == set()


def test_catalogues_arrive_as_the_server_counts_them(session: OracleSession) -> None:
    for table in (table for table in session.tables() if table.name in CATALOGUES):
        extract = session.whole(table)
        assert extract.batches.read_all().num_rows == extract.control().rows


def test_the_months_of_the_bills_are_counted_and_the_newest_arrives_whole(session: OracleSession) -> None:
    (bills,) = [table for table in session.tables() if table.name == "HDN_HDON"]
    parts = session.parts(bills)
    newest = max(parts)
    extract = session.part(bills, newest)
    rows = extract.batches.read_all()
    assert parts[newest] == extract.control()
    assert Control(rows.num_rows, sum(rows["DIEN_TTHU"].to_pylist()), max(rows["ID_HDON"].to_pylist())) == parts[newest]


def test_what_the_server_is_like_can_be_told(settings: Settings) -> None:
    assert [found.found for found in observe(settings) if found.state == "bad"] == []
