"""`python -m tests.lint_dbt`: SQL style and structure of the dbt project, over a freshly made empty warehouse."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.empty_warehouse import make_empty_warehouse

ROOT = Path(__file__).resolve().parents[1]
LINT = ROOT / ".phanky" / "lint"
BIN = Path(sys.executable).parent


def main() -> int:
    """Run every check and return the number of those that failed."""
    shutil.rmtree(LINT, ignore_errors=True)
    LINT.mkdir(parents=True)
    shutil.copyfile(ROOT / "profiles.example.yml", LINT / "profiles.yml")
    make_empty_warehouse(LINT / "warehouse.duckdb")
    environment = {
        **os.environ,
        "PHANKY_WAREHOUSE_FILE": str(LINT / "warehouse.duckdb"),
        "PHANKY_SPILL_DIR": str(LINT / "spill"),
        "DO_NOT_TRACK": "1",
    }
    where = ["--project-dir", "dbt_project", "--profiles-dir", str(LINT), "--target-path", str(LINT / "target")]
    commands = (
        ["dbt", "--quiet", "parse", *where, "--log-path", str(LINT)],
        ["dbt-bouncer", "--config-file", "dbt-bouncer.yml"],
        ["sqlfluff", "lint", "--processes", "2", "--disable-progress-bar", "dbt_project/models", "dbt_project/tests"],
    )
    return sum(_run(command, environment) for command in commands)


def _run(command: list[str], environment: dict[str, str]) -> int:
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, env=environment, check=False)
    return int(done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
