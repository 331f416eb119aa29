"""Settings, read once from the environment (``PHANKY_*``) and passed on explicitly."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from phanky.errors import ConfigurationError

CodeList = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """Everything that differs between two installations.

    Lists are comma separated.  A secret may stand in a file named by the setting ending in ``_file``.
    """

    model_config = SettingsConfigDict(env_prefix="PHANKY_", frozen=True, extra="ignore")

    home: Path = Field(Path(".phanky"), description="where landing, warehouse, releases and ledger live")
    target: Literal["duckdb", "postgres"] = Field("duckdb", description="engine that builds the marts")
    timezone: str = Field("Asia/Ho_Chi_Minh", description="time zone of business dates")
    company_code: str = Field("PC02", description="company that the digest for all units goes to")
    company_name: str = Field("Công ty Điện lực Quảng Trị", description="name in headings")
    public_url: str = Field("http://127.0.0.1:8050", description="address of the dashboard in messages")

    postgres_dsn: SecretStr | None = Field(None, description="postgresql://… ; none: a private server is started")
    postgres_dsn_file: Path | None = Field(None, description="file that holds postgres_dsn")
    ledger_url: str | None = Field(None, description="SQLAlchemy URL; none: SQLite under home")

    active_bill_kinds: CodeList = Field(("TD", "TC"), description="LOAI_HDON that carry active kWh")
    wholesale_groups: CodeList = Field(("SHBN", "BB*"), description="MA_NHOMNN of wholesale; * ends a prefix")
    internal_groups: CodeList = Field((), description="MA_NHOMNN of internal use; * ends a prefix")
    correction_sign: Literal["signed", "magnitude"] = Field("signed", description="how HDN_HDON_DC.DIEN_TTHU is signed")
    rejects_limit: int = Field(0, ge=0, description="malformed rows that may be set aside before a run is refused")
    # The reliability bar: a snapshot with less than this share of a closed period's rows is refused.
    completeness_share: float = Field(0.98, gt=0, le=1, description="rows that must still be there in a new snapshot")

    memory_limit_gb: float = Field(4.0, gt=0, description="memory DuckDB may use")
    threads: int = Field(2, ge=1, description="threads DuckDB may use")

    @field_validator("active_bill_kinds", "wholesale_groups", "internal_groups", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("home", mode="after")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @property
    def landing_dir(self) -> Path:
        """Content-addressed Parquet files."""
        return self.home / "landing"

    @property
    def snapshots_dir(self) -> Path:
        """One manifest a snapshot."""
        return self.home / "snapshots"

    @property
    def releases_dir(self) -> Path:
        """Published releases and the pointer ``current``."""
        return self.home / "releases"

    @property
    def warehouse_file(self) -> Path:
        """The embedded warehouse."""
        return self.home / "warehouse.duckdb"

    @property
    def work_dir(self) -> Path:
        """Scratch space; whatever is in it may be deleted when no run is in progress."""
        return self.home / "work"

    @property
    def ledger_address(self) -> str:
        """SQLAlchemy URL of the ledger."""
        return self.ledger_url or f"sqlite:///{self.home / 'ledger.db'}"

    def postgres_address(self) -> str | None:
        """The PostgreSQL DSN from its setting or its file, or None when a private server is to be used."""
        if self.postgres_dsn_file is not None:
            return self.postgres_dsn_file.read_text(encoding="utf-8").strip()
        return self.postgres_dsn.get_secret_value() if self.postgres_dsn else None


def load_settings(**overrides: object) -> Settings:
    """Read the environment; ``overrides`` win over it.

    Raises:
        ConfigurationError: naming each setting that is wrong and what it should look like.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks the values
    except ValidationError as error:
        faults = "; ".join(
            f"PHANKY_{'_'.join(str(part) for part in fault['loc']).upper()}: {fault['msg']}" for fault in error.errors()
        )
        raise ConfigurationError(f"Cấu hình sai: {faults}. Sửa biến môi trường rồi chạy lại.") from error
