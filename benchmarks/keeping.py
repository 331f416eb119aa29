"""Figures of one benchmark: kept beside its data, shown, and put into README.md when asked."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.places import OUT
from benchmarks.reporting import rewrite_readme

Results = Mapping[str, Any]


def add_keeping(parser: argparse.ArgumentParser) -> None:
    """The options that :func:`kept_or` and :func:`show` go by."""
    parser.add_argument("--patience", type=float, default=0, help="seconds to wait for a quiet machine")
    parser.add_argument("--write", action="store_true", help="put the tables into README.md")
    parser.add_argument("--write-only", action="store_true", help="put the figures kept last time into README.md")


def kept_or(measure: Callable[[argparse.Namespace], Results], name: str, asked: argparse.Namespace) -> Results:
    """Measure and keep, or with ``--write-only`` what was kept."""
    if asked.write_only:
        kept: Results = json.loads(_file(name).read_text(encoding="utf-8"))
        return kept
    results = measure(asked)
    OUT.mkdir(parents=True, exist_ok=True)
    _file(name).write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    return results


def show(name: str, tables: str, asked: argparse.Namespace) -> None:
    """Print the tables; with ``--write`` put them between the markers called ``name``."""
    sys.stdout.write(tables + "\n")
    if asked.write or asked.write_only:
        rewrite_readme(name, tables)


def _file(name: str) -> Path:
    return OUT / f"{name}.json"
