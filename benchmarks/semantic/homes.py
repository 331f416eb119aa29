"""A home with a release of the present code."""

from __future__ import annotations

from pathlib import Path

from benchmarks.parts import Bench, landing
from benchmarks.places import Places
from semantic import CURRENT, Shelf


def home_with_release(places: Places, *, renew: bool = False) -> Path:
    """The home that :mod:`benchmarks.province` left; made here where there is none, or when it is to be renewed."""
    home = places.home("duckdb")
    if renew or not _has_metrics(home):
        bench = Bench(places, repeat=1, patience_s=0)
        landing(bench)
        bench.job(places.fresh_home("duckdb"), "duckdb")
    return home


def _has_metrics(home: Path) -> bool:
    if not (home / "releases" / "current").is_file():
        return False
    shelf = Shelf(home)
    return shelf.receipt(shelf.resolve(CURRENT)).definitions is not None
