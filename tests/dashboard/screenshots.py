"""Every page at both sizes into docs/images: ``python -m tests.dashboard.screenshots`` (``make screenshots``)."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from phanky.identity import whole_company
from semantic import open_release
from tests.dashboard.browser import READY, Page, browser_page
from tests.dashboard.homes import ROLES, served
from tests.runs import ROOT, sample_run

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
NAMES = {
    "tong-quan": "/",
    "don-vi": "/don-vi/PC02AA",
    "danh-sach": "/danh-sach",
    "khach-hang": "/khach-hang/{customer}",
    "canh-bao": "/canh-bao",
    "khach-hang-lon": "/khach-hang-lon",
    "kham-pha": "/kham-pha?chi-so=customers_too_few&theo=unit_code",
    "quy-dinh": "/quy-dinh",
    "du-lieu": "/du-lieu",
    "tin-nhan": "/tin-nhan",
}


def main(folder: Path) -> None:
    """Run the sample, serve it as leader and as a unit's director, and keep what they see."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pk-shots-") as shared, browser_page() as page:
        home = sample_run(Path(shared), "duckdb")
        customer = _customer(home)
        for role, identity in ROLES.items():
            with served(home, identity) as address:
                for name, path in NAMES.items():
                    _keep(page, address + path.format(customer=customer), folder / f"{name}-{role}")


def _keep(page: Page, url: str, stem: Path) -> None:
    for size, (width, height) in SIZES.items():
        page.open(url, width=width, height=height, until=READY)
        time.sleep(0.3)  # for the fonts
        page.picture(stem.with_name(f"{stem.name}-{size}.webp"), whole=False)


def _customer(home: Path) -> str:
    with open_release(whole_company("t"), home=home, marts=["fct_reading_period_compliance"]) as release:
        wrong = {"managing_unit_code": "PC02AA", "verdict": "thieu_ky"}
        rows = release.rows("fct_reading_period_compliance", ["customer_id"], wrong, ["-month"], 1).to_pylist()
    return str(rows[0]["customer_id"])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
