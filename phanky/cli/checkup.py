"""What ``phanky doctor`` looks at; each check tells what it found and, when something is wrong, what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from uuid import uuid4
from zoneinfo import ZoneInfo

from phanky import vietnamese as vi
from phanky.errors import PhankyError
from phanky.ledger import AGREEMENT_LIST, Outcome, open_ledger
from semantic import Shelf

if TYPE_CHECKING:
    from phanky.settings import Settings

SHORT_DISK_GB = 5
STALE_AFTER = timedelta(hours=36)
_HIDDEN = "••••"


@dataclass(frozen=True)
class Finding:
    """One line: ``ok``, ``warn`` (works, but look at it) or ``bad`` (broken)."""

    subject: str
    state: Literal["ok", "warn", "bad"]
    found: str
    remedy: str = ""


Check = Callable[["Settings"], Iterator[Finding]]


def examine(settings: Settings) -> Iterator[Finding]:
    """Run every check; one that fails is a finding and does not stop the others."""
    for subject, check in _CHECKS:
        try:
            yield from check(settings)
        except (PhankyError, OSError) as error:
            yield Finding(subject, "bad", str(error), "Sửa theo thông báo rồi chạy lại phanky doctor.")


def _settings(settings: Settings) -> Iterator[Finding]:
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        if value != field.get_default():
            yield Finding("Cấu hình", "ok", f"PHANKY_{name.upper()} = {_hidden(name, value)}")
    yield Finding("Cấu hình", "ok", f"máy tính {settings.target}, múi giờ {settings.timezone}")


def _hidden(name: str, value: object) -> str:
    if name == "ledger_url" and value is not None:
        from sqlalchemy import make_url

        return make_url(str(value)).render_as_string(hide_password=True)
    return _HIDDEN if "Secret" in type(value).__name__ else str(value)


def _home(settings: Settings) -> Iterator[Finding]:
    home = settings.home
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / f".probe-{uuid4().hex}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        remedy = "Cấp quyền ghi hoặc đặt PHANKY_HOME sang nơi khác."
        yield Finding("Thư mục", "bad", f"{home}: không ghi được ({error.strerror})", remedy)
        return
    free = shutil.disk_usage(home).free / 1e9
    short = free < SHORT_DISK_GB
    remedy = "Dọn đĩa: một lần chạy cả tỉnh cần vài GB." if short else ""
    yield Finding("Thư mục", "warn" if short else "ok", f"{home}, còn trống {vi.number(free, 1)} GB", remedy)


_OWN_ENGINE = {
    "duckdb": "DuckDB trong tiến trình",
    "postgres": "PostgreSQL riêng dưới PHANKY_HOME",
    "spark": "Spark, khởi động cùng lần chạy (PHANKY_SPARK_MASTER, không đặt thì ngay trên máy này)",
}


def _engine(settings: Settings) -> Iterator[Finding]:
    address = settings.postgres_address()
    if address is None:
        yield Finding("Máy tính", "ok", _OWN_ENGINE.get(settings.target, settings.target))
        return
    import psycopg

    try:
        with psycopg.connect(address, connect_timeout=5) as connection:
            version = connection.execute("SHOW server_version").fetchone()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        remedy = "Kiểm tra PHANKY_POSTGRES_DSN, mạng và quyền."
        yield Finding("Máy tính", "bad" if settings.target == "postgres" else "warn", f"PostgreSQL: {reason}", remedy)
        return
    yield Finding("Máy tính", "ok", f"PostgreSQL {version[0] if version else ''}")


def _cmis(settings: Settings) -> Iterator[Finding]:
    if settings.oracle_dsn is None:
        return
    from flows.cmis.oracle.examining import observe

    for seen in observe(settings):
        yield Finding("CMIS", seen.state, seen.found, seen.remedy)


def _release(settings: Settings) -> Iterator[Finding]:
    shelf = Shelf(settings.home)
    current = shelf.current_id()
    if current is None:
        yield Finding("Bản phát hành", "warn", "chưa có bản nào", "Chạy phanky run, hoặc phanky demo để xem thử.")
        return
    receipt = shelf.audit(current)
    old = datetime.now(UTC) - receipt.taken_at
    taken = vi.moment(receipt.taken_at.astimezone(ZoneInfo(settings.timezone)))
    stale = old > STALE_AFTER
    remedy = "Chạy phanky run để lấy số liệu mới." if stale else ""
    found = f"{current}, số liệu lúc {taken} (nguồn {receipt.source}), khớp biên nhận"
    yield Finding("Bản phát hành", "warn" if stale else "ok", found, remedy)


def _quarters(settings: Settings) -> Iterator[Finding]:
    """Later corrections are told against these releases: pages and messages pass one over that cannot be read."""
    shelf = Shelf(settings.home)
    for quarter, sign_off in sorted(shelf.sign_offs().items()):
        try:
            shelf.audit(sign_off.release_id)
        except PhankyError as error:
            remedy = f"Lấy lại thư mục của bản {sign_off.release_id} từ bản sao lưu."
            yield Finding("Quý đã chốt", "bad", f"{vi.quarter(quarter)}: {error}", remedy)
        else:
            found = f"{vi.quarter(quarter)} theo bản {sign_off.release_id}, khớp biên nhận"
            yield Finding("Quý đã chốt", "ok", found)


def _ledger(settings: Settings) -> Iterator[Finding]:
    with open_ledger(settings) as ledger:
        version, agreements = ledger.lists.rows(AGREEMENT_LIST)
        runs = ledger.last_runs(1)
    yield Finding("Sổ cái", "ok", f"{vi.number(agreements.num_rows)} thỏa thuận đang dùng, phiên bản {version}")
    if not runs:
        yield Finding("Lần chạy", "ok", "chưa có lần nào")
        return
    last = runs[0]
    when = vi.moment(last.started_at.astimezone(ZoneInfo(settings.timezone)))
    found = f"{_OUTCOMES[last.outcome]}, bắt đầu {when}, nguồn {last.source}"
    broken = last.outcome in (Outcome.FAILED, Outcome.INTERRUPTED)
    detail = f": {last.message}" if broken and last.message else ""
    remedy = "Sửa theo thông báo rồi chạy lại phanky run." if broken else ""
    yield Finding("Lần chạy", "warn" if broken else "ok", found + detail, remedy)


_OUTCOMES = {
    Outcome.RUNNING: "đang chạy",
    Outcome.PUBLISHED: "đã phát hành",
    Outcome.UNCHANGED: "không có gì thay đổi",
    Outcome.FAILED: "hỏng",
    Outcome.INTERRUPTED: "bị ngắt giữa chừng",
}

_CHECKS: tuple[tuple[str, Check], ...] = (
    ("Cấu hình", _settings),
    ("Thư mục", _home),
    ("Máy tính", _engine),
    ("CMIS", _cmis),
    ("Bản phát hành", _release),
    ("Quý đã chốt", _quarters),
    ("Sổ cái", _ledger),
)
