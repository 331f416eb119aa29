"""A CMIS to read over Oracle's wire protocol, one for each process of the test session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.oracle_server import LACKING, OracleServer, oracle_server


@pytest.fixture(scope="session")
def oracle() -> Iterator[OracleServer]:
    """The emulator, with every declared table; a test fills what it reads."""
    if LACKING is not None:
        pytest.skip(LACKING)
    with oracle_server() as server:
        yield server
