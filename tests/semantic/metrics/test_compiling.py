from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

from semantic import Query, Release


def test_what_writes_the_sql_is_passed_over_when_garbage_is_looked_for(company: Release) -> None:
    # Some hundred thousand objects that stay: to look through them stops every reader of a server.
    company.explain(Query.of(["customers_wrong"], ["unit_code"]))

    assert gc.get_freeze_count() > 100_000


def test_a_process_that_asked_ends_without_a_word(golden_home: Path) -> None:
    """What is passed over for garbage is found at the end: DuckDB tells on standard error what nobody let go of."""
    asks = f"""
from pathlib import Path
from phanky.identity import whole_company
from semantic import open_release
release = open_release(whole_company("x"), home=Path({str(golden_home)!r}))
print(release.query(["customers_right"], ["unit_code"]).num_rows)
"""
    ended = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)

    assert (ended.stdout, ended.stderr) == ("3\n", "")
