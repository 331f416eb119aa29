"""Which models lead from staging to the verdicts, as dbt's manifest says."""

from __future__ import annotations

import json
from pathlib import Path

VERDICTS = "model.phanky.fct_reading_period_compliance"


def way_to_verdicts(manifest: Path) -> frozenset[str]:
    """Names of the verdict model and of every model above it; seeds and sources are no models."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
    found: set[str] = set()
    waiting = [VERDICTS]
    while waiting:
        node = waiting.pop()
        if node in found or node not in nodes or nodes[node]["resource_type"] != "model":
            continue
        found.add(node)
        waiting += nodes[node]["depends_on"]["nodes"]
    return frozenset(str(nodes[node]["name"]) for node in found)
