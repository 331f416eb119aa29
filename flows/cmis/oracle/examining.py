"""Whether CMIS can be read, with the right account, and what to ask the DBA for: for ``phanky doctor``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Literal

from flows.cmis.oracle import rights, statements
from flows.cmis.oracle.errors import CmisError
from flows.cmis.oracle.mapping import Located, locate
from flows.cmis.oracle.process import ReadingProcess
from flows.cmis.oracle.shapes import shape_of
from flows.cmis.oracle.source import access
from flows.cmis.oracle.statements import Statement
from phanky.errors import PhankyError
from phanky.settings import Settings

_ABOUT = "Kiểm tra CMIS"
_CHARSET = Statement("SELECT value FROM nls_database_parameters WHERE parameter = 'NLS_CHARACTERSET'", {})
_PROTOCOL = Statement("SELECT SYS_CONTEXT('USERENV', 'NETWORK_PROTOCOL') FROM DUAL", {})
_UNICODE = frozenset({"AL32UTF8", "UTF8"})


@dataclass(frozen=True)
class Observation:
    """``ok``, ``warn`` (works, but look at it) or ``bad``; ``remedy`` says what to do."""

    state: Literal["ok", "warn", "bad"]
    found: str
    remedy: str = ""


def observe(settings: Settings) -> Iterator[Observation]:
    """Look at everything that can be looked at; what the server does not tell is said to be so.

    Raises:
        PhankyError: there is no reading CMIS at all.
    """
    where, located = access(settings), locate(settings.oracle_mapping_file)
    with closing(ReadingProcess(where)) as process:
        yield Observation("ok", f"đọc được {where.dsn}, Oracle {process.opening['version']}")
        yield _charset(process)
        yield _encryption(process, where.dsn)
        yield _rights(process, where.user)
        yield from _tables(process, located, where.user)


def _charset(process: ReadingProcess) -> Observation:
    found = rights.asked(process, _CHARSET, _ABOUT)
    if not found:
        return Observation("warn", "bảng mã: không kiểm tra được")
    name = str(found[0][0])
    if name in _UNICODE:
        return Observation("ok", f"bảng mã {name}")
    remedy = "Xem kỹ tên khách hàng có dấu trên trang; hỏi DBA chữ tiếng Việt lưu theo bảng mã nào."
    return Observation("warn", f"bảng mã {name}, không phải AL32UTF8", remedy)


def _encryption(process: ReadingProcess, dsn: str) -> Observation:
    found = rights.asked(process, _PROTOCOL, _ABOUT)
    protocol = str(found[0][0] or "") if found else ""
    if protocol == "tcps" or dsn.startswith("tcps://"):
        return Observation("ok", "đường truyền mã hóa (TLS)")
    if not protocol:
        return Observation("warn", "mã hóa đường truyền: không kiểm tra được", "Dùng tcps:// trong PHANKY_ORACLE_DSN.")
    remedy = "Nhờ DBA mở cổng TCPS rồi dùng tcps:// trong PHANKY_ORACLE_DSN."
    return Observation("warn", f"đường truyền {protocol} không mã hóa", remedy)


def _rights(process: ReadingProcess, user: str) -> Observation:
    more = rights.excess(process, user)
    if more is None:
        return Observation("warn", f"quyền của {user}: không kiểm tra được")
    if not more:
        return Observation("ok", f"tài khoản {user} chỉ có quyền đọc")
    remedy = "Nhờ DBA thu lại (qua vai trò thì thu ở vai trò): " + " ".join(rights.revocations(more, user))
    return Observation("bad", f"tài khoản {user} có quyền hơn mức đọc: {rights.told(more)}", remedy)


def _tables(process: ReadingProcess, located: tuple[Located, ...], user: str) -> Iterator[Observation]:
    unread: list[Located] = []
    for one in located:
        try:
            shape = shape_of(one, process.describe(statements.describe(one), one.relation))
        except CmisError:
            unread.append(one)
        except PhankyError as error:
            yield Observation("bad", str(error), "Sửa tệp ánh xạ hoặc nhờ DBA tạo view.")
        else:
            yield from (Observation("warn", note) for note in shape.notes)
    yield Observation("ok", f"đọc được {len(located) - len(unread)}/{len(located)} bảng")
    if unread:
        names = ", ".join(one.relation for one in unread)
        state: Literal["warn", "bad"] = "bad" if any(one.table.required for one in unread) else "warn"
        remedy = "Nhờ DBA chạy: " + " ".join(rights.grants(unread, user))
        yield Observation(state, f"không có hoặc không được đọc: {names}", remedy)
