"""Landing as the pipeline calls it, into an empty home."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows.cmis.declaration import AGREEMENTS
from flows.cmis.source import Source
from flows.landing import Manifest, land
from phanky.settings import Settings, load_settings

Land = Callable[..., Manifest]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a new installation."""
    return load_settings(home=tmp_path / "home", memory_limit_gb=1, threads=2)


@pytest.fixture
def take(settings: Settings) -> Land:
    """Land a source as of 2026-09-05 without agreements, unless told otherwise."""

    def landed(source: Source, **changes: object) -> Manifest:
        usual = {
            "settings": settings,
            "as_of": date(2026, 9, 5),
            "agreements": AGREEMENTS.arrow_schema.empty_table(),
            "agreements_version": "none",
        }
        return land(source, **{**usual, **changes})

    return landed
