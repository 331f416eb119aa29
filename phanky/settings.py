"""Settings, read once from the environment (``PHANKY_*``) and passed on explicitly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from phanky.errors import ConfigurationError

CodeList = Annotated[tuple[str, ...], NoDecode]
# Names of groups may hold commas.
RuleList = Annotated[tuple[str, ...], NoDecode]

StatusList = Annotated[tuple[int, ...], NoDecode]


def _json_object(value: str) -> str:
    if not isinstance(json.loads(value), dict):
        raise ValueError("a JSON object is needed")  # noqa: TRY004  # pydantic collects ValueErrors
    return value


JsonText = Annotated[str, AfterValidator(_json_object)]


class Settings(BaseSettings):
    """Everything that differs between two installations.

    Lists are comma separated.  A secret may stand in a file named by the setting ending in ``_file``.
    """

    model_config = SettingsConfigDict(env_prefix="PHANKY_", frozen=True, extra="ignore")

    home: Path = Field(Path(".phanky"), description="where landing, warehouse, releases and ledger live")
    target: Literal["duckdb", "postgres", "spark"] = Field("duckdb", description="engine that builds the marts")
    timezone: str = Field("Asia/Ho_Chi_Minh", description="time zone of business dates")
    company_code: str = Field("PC02", description="company that the digest for all units goes to")
    company_name: str = Field("Công ty Điện lực Quảng Trị", description="name in headings")
    public_url: str = Field("http://127.0.0.1:8050", description="address of the dashboard in messages")

    prefect_url: str | None = Field(
        None, pattern=r"^https?://[^\s\"'<>]+$", description="address of Prefect, linked from the page Dữ liệu"
    )

    source: Literal["sample", "files", "oracle"] | None = Field(
        None, description="where scheduled runs read CMIS; none: nothing is read by itself"
    )
    overlap_days: float = Field(
        2.0, gt=0, le=60, description="how far before the last look changes are asked for again"
    )
    source_path: Path | None = Field(None, description="folder or zip of table exports that scheduled runs read")
    admin_channel: str = Field("outbox", description="channel in which the administrator is told of failures")
    admin_address: str = Field("quan-tri", description="the administrator's address in that channel")

    oracle_dsn: str | None = Field(None, description="host:port/service or tcps://… of CMIS")
    oracle_user: str | None = Field(None, description="account that may only read")
    oracle_password: SecretStr | None = Field(None, description="its password")
    oracle_password_file: Path | None = Field(None, description="file that holds oracle_password")
    oracle_mapping_file: Path | None = Field(None, description="TOML: owners, names of tables and columns in CMIS")
    oracle_units: CodeList = Field((), description="MA_DVIQLY that are read; none: all")
    oracle_months: int | None = Field(None, ge=1, description="closed billing months that are read; none: all")
    oracle_connect_seconds: float = Field(60.0, gt=0, description="to connect, log in and begin, at most")
    oracle_answer_seconds: float = Field(300.0, gt=0, description="to answer one question, at most")
    oracle_hours: float = Field(4.0, gt=0, description="one reading may take, at most")
    retry_seconds: float = Field(10.0, ge=0, description="before a reading that broke off is tried again; then doubled")

    postgres_dsn: SecretStr | None = Field(None, description="postgresql://… ; none: a private server is started")
    postgres_dsn_file: Path | None = Field(None, description="file that holds postgres_dsn")
    spark_master: str | None = Field(
        None, pattern=r"^(spark://\S+:\d+|local(\[[\d*,]+\])?)$", description="spark://host:port; none: local[*]"
    )
    spark_conf: JsonText = Field("{}", description="further settings of Spark, a JSON object of texts")
    ledger_url: str | None = Field(None, description="SQLAlchemy URL; none: SQLite under home")

    active_bill_kinds: CodeList = Field(("TD", "TC"), description="LOAI_HDON that carry active kWh")
    wholesale_groups: CodeList = Field(("SHBN", "BB*"), description="MA_NHOMNN of wholesale; * ends a prefix")
    internal_groups: CodeList = Field((), description="MA_NHOMNN of internal use; * ends a prefix")
    correction_sign: Literal["signed", "magnitude"] = Field("signed", description="how HDN_HDON_DC.DIEN_TTHU is signed")
    rejects_limit: int = Field(0, ge=0, description="malformed rows that may be set aside before a run is refused")
    # The reliability bar: a snapshot with less than this share of a closed period's rows is refused.
    completeness_share: float = Field(0.98, gt=0, le=1, description="rows that must still be there in a new snapshot")

    large_customer_kwh: float = Field(100_000, gt=0, description="kWh a month from which a customer counts as large")

    session_secret: SecretStr | None = Field(None, description="signs sessions; none: kept under home, made once")
    session_secret_file: Path | None = Field(None, description="file that holds session_secret")
    session_idle_minutes: int = Field(60, ge=5, description="a session ends after so long without a page")
    session_hours: int = Field(12, ge=1, le=24 * 30, description="a session ends after so long whatever happens")
    trusted_proxies: int = Field(0, ge=0, le=5, description="proxies in front whose X-Forwarded-* headers hold")

    portal_origin: str | None = Field(None, description="origin of the portal that may show pages in a frame")
    portal_is_cross_site: bool = Field(False, description="the portal is another site: cookies for its frames")
    portal_secret: SecretStr | None = Field(None, description="shared with the portal, signs its word on who asks")
    portal_secret_file: Path | None = Field(None, description="file that holds portal_secret")
    portal_user_header: str = Field("X-Phanky-User", description="header that says who asks, base64url of JSON")
    portal_signature_header: str = Field("X-Phanky-Signature", description="header with its HMAC-SHA256, base64url")

    oidc_discovery_url: str | None = Field(None, description="…/.well-known/openid-configuration of the company")
    oidc_client_id: str | None = Field(None, description="as which the provider knows this program")
    oidc_client_secret: SecretStr | None = Field(None, description="proves it to the provider")
    oidc_client_secret_file: Path | None = Field(None, description="file that holds oidc_client_secret")
    oidc_scope: str = Field("openid profile", description="scopes asked for; must bring the claims below")
    oidc_user_claim: str = Field("sub", description="claim that names a person, never given to another")
    oidc_groups_claim: str = Field("groups", description="claim that lists groups")
    oidc_groups: RuleList = Field((), description="group=role or group=role:UNIT+UNIT, separated by ;")

    chat_url: str | None = Field(None, pattern=r"^https?://\S+$", description="where Chat eOffice takes messages")
    chat_method: Literal["POST", "PUT"] = Field("POST", description="HTTP method")
    chat_headers: JsonText = Field("{}", description="headers, JSON; {token}, {id} are filled in")
    chat_body: JsonText = Field(
        '{"to": "{address}", "text": "{text}"}',
        description="body, JSON; {text}, {address}, {marker}, {id}, {attachment}, {attachment_name} are filled in",
    )
    chat_token: SecretStr | None = Field(None, description="what {token} in chat_headers stands for")
    chat_token_file: Path | None = Field(None, description="file that holds chat_token")
    chat_success_status: StatusList = Field((200, 201, 202), description="statuses that mean: taken")
    chat_success_path: str | None = Field(None, description="path in the JSON answer that must be there and not false")
    chat_success_value: str | None = Field(None, description="what must stand there, as JSON writes it")
    chat_search_url: str | None = Field(
        None, pattern=r"^https?://\S+$", description="finds messages by {marker} (and {address}); none: no look-up"
    )
    chat_search_path: str = Field("", description="path in its JSON answer to texts with the marker, or true/a count")
    chat_per_second: float = Field(20.0, gt=0, description="messages a second at most")
    chat_connect_timeout: float = Field(10.0, gt=0, le=60, description="seconds to wait for a connection")
    chat_read_timeout: float = Field(30.0, gt=0, le=60, description="seconds to wait for an answer")
    chat_ca_file: Path | None = Field(None, description="certificates that sign the chat server's; none: the usual")

    stock_dash: bool = Field(False, description="start pages as Dash does by itself: slower, for finding faults")

    memory_limit_gb: float = Field(4.0, gt=0, description="memory DuckDB may use")
    threads: int = Field(2, ge=1, description="threads DuckDB may use")
    scope_memory_mb: int = Field(
        2_000, ge=1, description="rows of a reader's scope that pages hold in memory; more is read from a file"
    )

    @field_validator("active_bill_kinds", "wholesale_groups", "internal_groups", "oracle_units", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("chat_success_status", mode="before")
    @classmethod
    def _split_numbers(cls, value: object) -> object:
        return tuple(int(part) for part in value.split(",")) if isinstance(value, str) else value

    @field_validator("oidc_groups", mode="before")
    @classmethod
    def _split_rules(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(";") if part.strip())

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
    def outbox_dir(self) -> Path:
        """Messages of recipients that are reached by a file."""
        return self.home / "outbox"

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
        return self.secret("postgres_dsn")

    def secret(self, name: str) -> str | None:
        """A secret from its file or, without one, from its setting; None when neither is there.

        Raises:
            ConfigurationError: the file cannot be read.
        """
        file: Path | None = getattr(self, f"{name}_file")
        if file is None:
            value: SecretStr | None = getattr(self, name)
            return value.get_secret_value() if value is not None else None
        try:
            return file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(
                f"PHANKY_{name.upper()}_FILE: không đọc được {file} ({type(error).__name__}). "
                "Kiểm tra đường dẫn và quyền đọc."
            ) from error


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
