"""The machine and the libraries that figures come from."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

import psutil


def described(packages: Iterable[str]) -> dict[str, Any]:
    """Plain values, with the versions of ``packages``."""
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "system": platform.system(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in packages},
    }
