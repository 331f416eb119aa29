"""The home with a release of a corporation's size: made once and kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.country.multiplying import Size, multiply
from benchmarks.places import AS_OF, ROOT
from flows.cmis.sample import SampleSource, sample_agreements
from flows.pipeline import run
from phanky.ledger import AGREEMENT_LIST, open_ledger
from phanky.settings import load_settings
from semantic import CURRENT, Receipt, Shelf

FOLDER = ROOT / ".phanky" / "bench" / "country"
CUSTOMERS, MONTHS = 100_000, 36
SIZE = Size(companies=6, times=15)
"""A hundred thousand customers and three years of bills, in six companies with fifteen times as many each."""


def country_home(folder: Path = FOLDER) -> Path:
    """The home; made where there is none, which takes a quarter of an hour."""
    home, base = folder / "home", folder / "base"
    if not (home / "releases" / "current").is_file():
        _release(base)
        multiply(base, home, SIZE, folder / "spill")
    return home


def _release(base: Path) -> None:
    settings = load_settings(home=base, target="duckdb")
    with open_ledger(settings) as ledger:
        agreements = sample_agreements(AS_OF)
        ledger.lists.replace(AGREEMENT_LIST, agreements, file="sample", sha256="0" * 64, who="benchmark")
    run(settings, SampleSource(customers=CUSTOMERS, months=MONTHS, as_of=AS_OF), as_of=AS_OF, target="duckdb")


def described_release(home: Path) -> dict[str, Any]:
    """Mart -> rows of the release, the largest first, and the size of its files (MB = 10^6 bytes)."""
    shelf = Shelf(home)
    receipt: Receipt = shelf.receipt(shelf.resolve(CURRENT))
    rows = {mart.name: mart.rows for mart in sorted(receipt.marts, key=lambda mart: -mart.rows)}
    return {"rows": rows, "mb": round(sum(file.bytes for file in receipt.files) / 1e6)}
