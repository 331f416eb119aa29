"""The pages over the large release: one reader who has seen none of them, then twenty, and what the server holds."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit

from benchmarks.pages import __main__ as pages
from benchmarks.pages import readers
from phanky.identity import whole_company
from semantic import Room, open_release
from semantic.kept import FOLDER

_POLL_S = 1.0
# The server opens its first release, and looks for written rows after its first pause between two looks.
_SETTLING_S = 30.0
MONTHS = ("2026-10", "2026-09", "2026-06", "2025-12", "2024-12")
UNITS = ("PC02AA", "PD01BB", "PE02CC", "PF01DD", "PH02AA")


def customers(home: Path, number: int) -> list[str]:
    """Some customers with a wrong number of kỳ, in several units."""
    with open_release(whole_company("measured"), home=home, room=Room(home / FOLDER)) as release:
        sql = """
            SELECT min(customer_id) FROM phanky.marts.fct_reading_period_compliance
            WHERE month = '2026-10' AND verdict = 'thieu_ky' GROUP BY unit_code ORDER BY 1 LIMIT ?
        """
        return [str(code) for code in release.select(sql, [number]).column(0).to_pylist()]


def addresses(codes: list[str]) -> dict[str, list[str]]:
    """Kind of page -> addresses of it."""
    return {
        "Tổng quan": [f"/?thang={month}" for month in MONTHS],
        "a unit": [f"/don-vi/{unit}?thang={month}" for unit, month in zip(UNITS, MONTHS, strict=True)],
        "units": [f"/don-vi?thang={month}" for month in MONTHS],
        "cases": [f"/danh-sach?thang={month}" for month in MONTHS],
        "cases of a unit": [f"/danh-sach?don-vi={unit}" for unit in UNITS],
        "cases, searched": [f"/danh-sach?tim={word}" for word in ("dong+ha", "xi+nghiep", "nuoc", "truong", "thep")],
        "a customer": [f"/khach-hang/{code}" for code in codes],
        "early warning": ["/canh-bao", *(f"/canh-bao?don-vi={unit}" for unit in UNITS[:4])],
        "large customers": [f"/khach-hang-lon?ky={month}" for month in MONTHS],
        "large customers of a unit": [f"/khach-hang-lon?don-vi={unit}" for unit in UNITS],
        "questions of one's own": [
            f"/kham-pha?chi-so={metric}&theo={by}"
            for metric, by in (("customers_too_few", "unit_code"), ("kwh_total", "month"), ("findings", "rule_id"))
        ],
        "rules": ["/quy-dinh"],
        "data": ["/du-lieu"],
    }


def unseen(address: str, kinds: dict[str, list[str]]) -> dict[str, Any]:
    """Milliseconds of each page, seen by nobody before; one reader, one after the other."""
    times = {kind: list(_taken(address, paths)) for kind, paths in kinds.items()}
    cuts = quantiles((took for each in times.values() for took in each), n=100, method="inclusive")
    middles = {kind: median(each) for kind, each in times.items()}
    return {"kinds": middles, "p50_ms": cuts[49], "p95_ms": cuts[94]}


def _taken(address: str, paths: list[str]) -> Iterator[float]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    for path in paths:
        begun = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        yield (time.perf_counter() - begun) * 1_000


def many(address: str, seconds: float) -> dict[str, Any]:
    """Twenty readers over pages some of which others have seen."""
    return readers.measured(address, (*pages.ADDRESSES, *pages.UNSEEN[:60]), seconds=seconds)


def wait_until_written(home: Path, patience_s: float) -> float:
    """Seconds until the rows of the whole company stand in a file of their own; until then readers have Parquet."""
    begun = time.monotonic()
    while not list((home / FOLDER).glob("*.duckdb")):
        if time.monotonic() - begun > patience_s:
            raise TimeoutError(f"no file under {home / FOLDER} after {patience_s:.0f} s")
        time.sleep(_POLL_S)
    return time.monotonic() - begun


def memory_mb(process: int) -> dict[str, float]:
    """Resident memory of the server now and at most (MB = 10^6 bytes)."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    found = {
        name: float(value.split()[0]) * 1.024e-3
        for name, _, value in (line.partition(":") for line in lines)
        if name in ("VmRSS", "VmHWM")
    }
    return {"now": found["VmRSS"], "most": found["VmHWM"]}


def settled(address: str) -> None:
    """Return when the server had the time to open rows that are written already."""
    list(_taken(address, ["/healthz"]))
    time.sleep(_SETTLING_S)
