"""``reading.py BACKEND DSN USER PASSWORD``: dlt's SQL source takes all bills over; prints JSON as ours does.

Its extract step alone: rows end in files of its own, as ours end in the landing's hands.
"""

import json
import os
import sys
import time
from pathlib import Path
from urllib.parse import quote

import dlt
from dlt.sources.sql_database import sql_table


def main() -> None:
    """Extract, print."""
    backend, dsn, user, password = sys.argv[1:]
    place, service = dsn.split("/")
    address = f"oracle+oracledb://{user}:{quote(password)}@{place}/?service_name={service}"
    begun = time.monotonic()
    bills = sql_table(address, table="hdn_hdon", schema="hdonpsinh", backend=backend, chunk_size=10_000)
    pipeline = dlt.pipeline("bills", destination="filesystem", dataset_name="bills")
    pipeline.extract(bills)
    seconds = time.monotonic() - begun
    rows = pipeline.last_trace.last_extract_info.metrics
    counted = sum(
        table.items_count
        for metrics in rows.values()
        for metric in metrics
        for name, table in metric["table_metrics"].items()
        if name == "hdn_hdon"
    )
    status = Path(f"/proc/{os.getpid()}/status").read_text(encoding="utf-8")
    peak = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) * 1024 / 1e6
    print(json.dumps({"rows": counted, "seconds": seconds, "own_mb": peak, "children_mb": 0.0}))


if __name__ == "__main__":
    main()
