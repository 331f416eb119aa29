"""Commands run in this process over a home of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from phanky.cli.app import run_command
from tests.marts import case, too_few
from tests.whole_marts import WholeHouse, agreed, finding, not_enough, rows_of, too_many

CASES = [
    case("PC02AA0000001", "2026-09"),
    too_few("PC02AA0000003", "2026-09"),
    case("PC02AA0000001"),
    too_few("PC02AA0000003"),
    too_many("PC02AA0000004"),
    agreed("PC02BB0000005"),
    not_enough("PC02BB0000006"),
]


@dataclass(frozen=True)
class Outcome:
    """What a command printed and left with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON document it printed."""
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """PHANKY_HOME of the commands; nothing else of this machine's environment counts."""
    for name in ("PHANKY_TARGET", "PHANKY_LEDGER_URL", "PHANKY_POSTGRES_DSN", "PHANKY_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PHANKY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def phanky(home: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run one command line."""

    def run(*arguments: object) -> Outcome:
        capfd.readouterr()
        code = run_command([str(argument) for argument in arguments])
        printed = capfd.readouterr()
        return Outcome(code, printed.out, printed.err)

    return run


@pytest.fixture
def house(home: Path) -> WholeHouse:
    """The home with one release."""
    built = WholeHouse(home)
    built.release(rows_of(CASES, fct_rule_results=[finding("PC02AA0000003")]))
    return built
