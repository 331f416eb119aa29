"""The dbt project: where it is, what identifies it, and how dbt is told of engine and settings."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flows.load import Warehouse
from phanky.settings import Settings
from semantic import CodeVersion

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "dbt_project"
_PARTS = ("dbt_project.yml", "macros", "models", "seeds", "tests")
_LIBRARIES = ("dbt-core", "dbt-duckdb", "dbt-postgres", "duckdb", "pyarrow")
_OPTIONAL_LIBRARIES = ("dbt-spark", "pyspark")


def variables(settings: Settings) -> dict[str, object]:
    """The dbt variables that settings decide."""
    return {
        "active_bill_kinds": list(settings.active_bill_kinds),
        "correction_sign": settings.correction_sign,
        "wholesale_groups": list(settings.wholesale_groups),
        "internal_groups": list(settings.internal_groups),
    }


def rules_hash(settings: Settings) -> str:
    """A hash of everything in the project that can change a mart: models, macros, seeds, tests, variables."""
    digest = hashlib.sha256(json.dumps(variables(settings), sort_keys=True).encode())
    for path in sorted(file for part in _PARTS for file in _files(PROJECT / part)):
        digest.update(path.relative_to(PROJECT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(part: Path) -> Iterator[Path]:
    return iter([part]) if part.is_file() else (path for path in part.rglob("*") if path.is_file())


def code_version(settings: Settings) -> CodeVersion:
    """What a receipt says about the code: package, commit where known, libraries, and the rules' hash."""
    libraries = {name: version(name) for name in _LIBRARIES} | dict(_optional_versions())
    return CodeVersion(version("phanky"), _commit(), {**libraries, "rules": rules_hash(settings)})


def _optional_versions() -> Iterator[tuple[str, str]]:
    for name in _OPTIONAL_LIBRARIES:
        with suppress(PackageNotFoundError):
            yield name, version(name)


def _commit() -> str | None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return None
    found = subprocess.run([git, "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return found.stdout.strip() or None


@contextmanager
def reaching(warehouse: Warehouse) -> Iterator[None]:
    """Set the variables that profiles.example.yml reads; the environment is put back afterwards."""
    wanted = _environment(warehouse)
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _environment(warehouse: Warehouse) -> dict[str, str]:
    if warehouse.kind == "duckdb":
        warehouse.spill_folder.mkdir(parents=True, exist_ok=True)
        return {
            "PHANKY_WAREHOUSE_FILE": str(warehouse.file),
            "PHANKY_MEMORY_LIMIT": warehouse.memory_limit,
            "PHANKY_THREADS": str(warehouse.threads),
            "PHANKY_SPILL_DIR": str(warehouse.spill_folder),
        }
    if warehouse.kind == "spark":
        return {}
    return {
        "PHANKY_PG_HOST": warehouse.host,
        "PHANKY_PG_PORT": str(warehouse.port),
        "PHANKY_PG_USER": warehouse.user,
        "PHANKY_PG_DBNAME": warehouse.dbname,
        "DBT_ENV_SECRET_PG_PASSWORD": warehouse.password,
    }


def profiles_folder(settings: Settings) -> Path:
    """A folder with the profile, for dbt wants it under a name of its own."""
    folder = settings.home / "dbt" / "profiles"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "profiles.example.yml", folder / "profiles.yml")
    return folder
