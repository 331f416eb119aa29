"""The receipt of a release: what it was made from, what it holds, and how to tell that it is whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from phanky.errors import DamageError
from semantic.naming import require_known

Scope = Literal["unit", "open"]
RuleValue = str | int | bool | None


@dataclass(frozen=True)
class FileReceipt:
    """One file; ``path`` is relative to the release's folder, with '/' between its parts."""

    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class MartReceipt:
    """One mart of a release.

    Attributes:
        scope: ``unit``: rows of customers, one file a managing unit; ``open``: one file that everyone may see.
        grain: columns that identify a row; files are sorted by them, by month first.
        content_hash: of the rows; the same whatever their order, the engine that made them or the file layout.
        columns: (name, DuckDB type) in order.
    """

    name: str
    scope: Scope
    grain: tuple[str, ...]
    rows: int
    content_hash: str
    columns: tuple[tuple[str, str], ...]
    files: tuple[FileReceipt, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(name for name, _ in self.columns)


@dataclass(frozen=True)
class CodeVersion:
    """The code that made the release; ``versions`` names the libraries that matter (dbt, duckdb, …)."""

    package: str
    commit: str | None
    versions: dict[str, str]


@dataclass(frozen=True)
class DataTests:
    """The gate: a release is made only when every expected data test ran and passed."""

    expected: int
    executed: int
    passed: int

    @property
    def all_passed(self) -> bool:
        """Whether there were tests, all of them ran and none failed."""
        return 0 < self.expected == self.executed == self.passed


@dataclass(frozen=True)
class Receipt:
    """Everything about one release, kept beside it as ``receipt.json`` and written last.

    Attributes:
        taken_at, published_at: aware UTC times.
        target: engine that built the marts.
        content_hash: of all marts but ``dim_snapshot``: equal means that nothing a reader sees has changed.
        lists: kind of company list -> version that was in force.
        rules: the rows of ``dim_rules``; decimals and dates as text.
        accepted_change: the reason given when the snapshot held less than the one before.
        rejects: malformed rows that were set aside, as messages.
        tables: CMIS table -> rows that the snapshot holds; empty in releases of earlier versions.
        docs: the documentation page, when one was built.
        definitions: of the metrics; none in releases of versions that had no metrics.
    """

    release_id: str
    snapshot_id: str
    source: str
    as_of: date
    taken_at: datetime
    published_at: datetime
    target: str
    content_hash: str
    code: CodeVersion
    lists: dict[str, str]
    rules: tuple[dict[str, RuleValue], ...]
    tests: DataTests
    marts: tuple[MartReceipt, ...]
    accepted_change: str | None = None
    notes: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    tables: dict[str, int] = field(default_factory=dict)
    docs: FileReceipt | None = None
    definitions: FileReceipt | None = None

    @property
    def mart_names(self) -> tuple[str, ...]:
        """Names of the marts, in order."""
        return tuple(mart.name for mart in self.marts)

    @property
    def files(self) -> tuple[FileReceipt, ...]:
        """Every file of the release but the receipt itself."""
        of_marts = (file for mart in self.marts for file in mart.files)
        return (*of_marts, *(file for file in (self.docs, self.definitions) if file is not None))

    def mart(self, name: str) -> MartReceipt:
        """The mart called ``name``; UsageError naming what is near when there is none."""
        require_known("mart", name, self.mart_names)
        return next(mart for mart in self.marts if mart.name == name)


_RECEIPT = TypeAdapter(Receipt)


def to_json(receipt: Receipt) -> str:
    """The text of ``receipt.json``."""
    return _RECEIPT.dump_json(receipt, indent=1).decode() + "\n"


def from_json(text: str, origin: str) -> Receipt:
    """Read a receipt; fields of later versions are ignored.

    Raises:
        DamageError: naming ``origin`` when the text is not a receipt.
    """
    try:
        return _RECEIPT.validate_json(text)
    except ValidationError as error:
        raise DamageError(
            f"{origin}: biên nhận không đọc được ({error.error_count()} chỗ sai). Quay về bản phát hành khác."
        ) from error
