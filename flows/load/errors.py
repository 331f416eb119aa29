"""PostgreSQL's, DuckDB's and Spark's errors in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import adbc_driver_manager
import duckdb
import psycopg

from phanky.errors import BuildError, BusyError, ConfigurationError, PhankyError

_PASSING = ("starting up", "shutting down", "too many", "recovery", "remaining connection slots")
"""What a server says that is the right one and will take us later."""

_REMEDIES = {
    "53100": "Ổ đĩa của máy chủ đã đầy; dọn chỗ rồi chạy lại.",
    "53200": "Máy chủ hết bộ nhớ; chạy lại khi máy rảnh hơn.",
    "55P03": "Một phiên khác đang giữ bảng; đóng phiên đó rồi chạy lại.",
    "57014": "Câu lệnh quá thời gian cho phép; kiểm tra tải của máy chủ rồi chạy lại.",
    "57P01": "Máy chủ đã ngắt phiên này; chạy lại.",
}


@contextmanager
def postgres_errors() -> Iterator[None]:
    """Translate what the ADBC driver raises while a snapshot is loaded."""
    try:
        yield
    except adbc_driver_manager.Error as error:
        raise _translated(error) from error


@contextmanager
def duckdb_errors() -> Iterator[None]:
    """Translate what DuckDB raises while a snapshot is loaded into the embedded warehouse."""
    try:
        yield
    except duckdb.Error as error:
        text = _first_line(error)
        if "Could not set lock" in text:
            raise BusyError(f"Tệp kho dữ liệu đang được tiến trình khác mở; đóng nó rồi chạy lại. ({text})") from error
        raise BuildError(
            f"Không nạp được vào kho dữ liệu nhúng ({text}). Nếu lặp lại, xóa tệp warehouse.duckdb trong PHANKY_HOME "
            "(kho được dựng lại từ dữ liệu đã tiếp nhận) rồi chạy lại."
        ) from error


@contextmanager
def spark_errors(master: str) -> Iterator[None]:
    """Translate what Spark raises while it starts and a snapshot is loaded."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError, OSError) as error:
        raise BuildError(
            f"Spark ({master}) không nạp được ảnh chụp: {_first_line(error)}. "
            "Kiểm tra cụm Spark và spark/spark.log trong PHANKY_HOME rồi chạy lại."
        ) from error


def connection_error(error: psycopg.Error, address: str) -> PhankyError:
    """Why the server at ``address`` could not be used: wrongly configured, or not there just now."""
    # The driver gives no SQLSTATE before a session exists; the text is all there is.
    text = f"Không kết nối được PostgreSQL {address}: {_first_line(error)}"
    is_answer = any(word in text for word in ("FATAL:", "failed to resolve host"))
    if is_answer and not any(word in text for word in _PASSING):
        return ConfigurationError(f"{text}. Kiểm tra PHANKY_POSTGRES_DSN.")
    return BuildError(f"{text}. Kiểm tra máy chủ rồi chạy lại.")


def _translated(error: adbc_driver_manager.Error) -> PhankyError:
    state = error.sqlstate or ""
    text = f"Không nạp được vào PostgreSQL: {_first_line(error)}"
    if state == "42501":
        return ConfigurationError(
            f"{text}. Cấp cho tài khoản quyền CREATE trên cơ sở dữ liệu và quyền sở hữu schema raw, raw_ledger."
        )
    return BuildError(f"{text}. {_REMEDIES.get(state, 'Kiểm tra máy chủ rồi chạy lại.')}")


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")
