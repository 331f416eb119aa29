"""What nearly every command begins with: settings, who asks, a release."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from typing import TYPE_CHECKING

from phanky.identity import Identity, whole_company

if TYPE_CHECKING:
    from phanky.cli.options import Target
    from phanky.settings import Settings
    from semantic import Release


def settings_for(target: Target | None = None) -> Settings:
    """The settings in force; an engine named on the command line wins over the environment."""
    from phanky.settings import load_settings

    return load_settings(target=target.value) if target is not None else load_settings()


def user_name() -> str:
    """Who sits at this command line, for ledger and audit."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


def operator() -> Identity:
    """Whoever can run commands here can read the files too, so the whole company is in scope."""
    return whole_company(user_name())


def release_of(settings: Settings, release: str, marts: Sequence[str], *, with_metrics: bool = False) -> Release:
    """Open a release for the operator, with what its metrics need if asked; close it with ``with``."""
    from semantic import open_release

    return open_release(operator(), release, home=settings.home, marts=marts, with_metrics=with_metrics)
