"""``python -m benchmarks.pages``: the pages on a phone, under twenty readers, and how soon a new release shows."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from benchmarks.keeping import add_keeping, kept_or, show
from benchmarks.machine import described
from benchmarks.measuring import wait_for_quiet
from benchmarks.pages import arriving, phone, readers
from benchmarks.pages.reporting import tables
from benchmarks.pages.serving import served
from benchmarks.places import Places
from benchmarks.semantic.homes import home_with_release

ADDRESSES = (
    "/",
    "/?thang=2026-09",
    "/don-vi",
    "/don-vi/PC02AA",
    "/don-vi/PC02BB",
    "/don-vi/PC01AA?thang=2026-06",
    "/danh-sach",
    "/danh-sach?don-vi=PC02AA",
    "/danh-sach?don-vi=PC02BB&ket-luan=thieu_ky",
    "/danh-sach?tim=dong+ha",
    "/danh-sach?xep=-kwh&trang=2",
    "/danh-sach?thang=2026-06&nhom-gia=SXBT",
    "/canh-bao",
    "/canh-bao?don-vi=PC02AA",
    "/khach-hang-lon",
    "/khach-hang-lon?don-vi=PC02AA",
    "/kham-pha?chi-so=customers_too_few&theo=unit_code",
    "/kham-pha?chi-so=kwh_total&theo=month",
    "/quy-dinh",
    "/du-lieu",
)
"""What the twenty readers look at: every page, and filters as people set them."""

UNITS = tuple(
    f"PC0{company}{letter * 2}" for company, letters in (("1", "ABCDEFM"), ("2", "ABCDFGHKL")) for letter in letters
)
MONTHS = tuple(f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 11))
UNSEEN = tuple(
    path
    for unit in UNITS
    for month in MONTHS
    for path in (
        f"/don-vi/{unit}?thang={month}",
        f"/danh-sach?don-vi={unit}&thang={month}",
        f"/?thang={month}&a={unit}",
    )
)
"""Pages that nobody has looked at since the release came: what is kept does not help."""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the tables, keep the figures; with ``--write`` put the tables into README.md."""
    asked = _parsed(arguments)
    show("pages", tables(kept_or(_measured, "pages", asked)), asked)
    return 0


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--customers", type=int, default=520_000, help="size of the company")
    parser.add_argument("--home", type=Path, help="a home with a release, instead of the benchmark's own")
    parser.add_argument("--rounds", type=int, default=5, help="first and second visits on the phone")
    parser.add_argument("--seconds", type=float, default=60, help="how long the readers read")
    add_keeping(parser)
    return parser.parse_args(arguments)


def _measured(asked: argparse.Namespace) -> dict[str, Any]:
    home = asked.home or home_with_release(Places(asked.customers))
    wait_for_quiet(asked.patience)
    with served(home) as (address, process):
        readers.measured(address, ADDRESSES, readers=4, seconds=15)  # warm, as a server is at any time but the first
        return {
            "customers": asked.customers,
            "machine": described(("dash", "duckdb", "waitress")),
            "phone": phone.measured(address + "/", asked.rounds),
            "readers": readers.measured(address, ADDRESSES, seconds=asked.seconds),
            "unseen": readers.measured(address, UNSEEN, seconds=asked.seconds),
            "memory_mb": arriving.memory_mb(process),
            "arriving": arriving.measured(address, home),
        }


if __name__ == "__main__":
    raise SystemExit(main())
