"""``python -m benchmarks.province``: what a province costs.  See README.md for what the figures mean."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.machine import described
from benchmarks.measuring import StepError
from benchmarks.parts import PARTS, Bench, WrongAnswerError
from benchmarks.places import OUT, Places
from benchmarks.reporting import chart, report, rewrite_readme

_PROVINCE = 520_000
_SHOWN_VERSIONS = ("duckdb", "dbt-core", "dbt-duckdb", "dbt-postgres", "pyarrow", "pandas", "openpyxl")


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for, print the tables, keep the figures; 1 when an answer was wrong."""
    asked = _parsed(arguments)
    bench = Bench(Places(asked.customers), asked.repeat, asked.patience, asked.renew)
    file = OUT / ("province.json" if asked.customers == _PROVINCE else f"province-{asked.customers}.json")
    results = _earlier(file)
    for name in asked.only:
        sys.stderr.write(f"{name}\n")
        try:
            results[name] = {**PARTS[name](bench), "measured_at": datetime.now(UTC).isoformat(timespec="minutes")}
        except (StepError, WrongAnswerError) as error:
            sys.stderr.write(f"{name}: {error}\n")
            return 1
        _keep(file, {**results, "customers": asked.customers, "machine": described(_SHOWN_VERSIONS)})
    sys.stdout.write(report(results := _earlier(file)))
    if asked.write:
        rewrite_readme("figures", report(results))
        chart(results)
    return 0


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.province", description=__doc__)
    parser.add_argument("--customers", type=int, default=_PROVINCE, help="size (default: a province)")
    parser.add_argument("--only", type=_parts, default=list(PARTS), help=f"some of {','.join(PARTS)}; '' to show only")
    parser.add_argument("--repeat", type=int, default=3, help="how often what is compared is run")
    parser.add_argument("--patience", type=float, default=0, metavar="SECONDS", help="wait for a quiet machine")
    parser.add_argument("--renew", action="store_true", help="make the data again")
    parser.add_argument("--write", action="store_true", help="put the figures into benchmarks/README.md")
    return parser.parse_args(arguments)


def _parts(text: str) -> list[str]:
    names = [name for name in text.split(",") if name]
    if unknown := set(names) - set(PARTS):
        raise argparse.ArgumentTypeError(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return [name for name in PARTS if name in names]


def _earlier(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _keep(file: Path, results: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
