"""What the account may do beyond reading, and what a DBA is to be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from flows.cmis.oracle.errors import PassingCmisError
from flows.cmis.oracle.mapping import Located
from flows.cmis.oracle.process import ReadingProcess
from flows.cmis.oracle.statements import Statement
from phanky.errors import SourceError

_HARMLESS = frozenset({"CREATE SESSION", "SET CONTAINER", "SELECT", "READ"})
_SYSTEM = Statement("SELECT privilege FROM session_privs", {})
_BY_ROLE = Statement("SELECT owner, table_name, privilege FROM role_tab_privs", {})
_NAMED_AT_MOST = 8


def _given_to(user: str) -> Statement:
    sql = "SELECT owner, table_name, privilege FROM user_tab_privs WHERE grantee = :grantee"
    return Statement(sql, {"grantee": user.upper()})


def asked(process: ReadingProcess, statement: Statement, about: str) -> list[list[Any]] | None:
    """The answer, or None where the server does not let itself be asked.

    Raises:
        SourceError: not the question but the connection failed.
    """
    try:
        return process.ask(statement, about)
    except PassingCmisError:
        raise
    except SourceError:
        return None


def excess(process: ReadingProcess, user: str) -> tuple[str, ...] | None:
    """Every right to do more than read the tables that were granted; None when that cannot be asked."""
    about = "Quyền của tài khoản CMIS"
    system = asked(process, _SYSTEM, about)
    given = asked(process, _given_to(user), about)
    if system is None or given is None:
        return None
    by_role = asked(process, _BY_ROLE, about) or []
    found = [str(privilege) for (privilege,) in system if privilege not in _HARMLESS]
    found += [f"{privilege} ON {owner}.{name}" for owner, name, privilege in [*given, *by_role] if _writes(privilege)]
    return tuple(sorted(set(found)))


def told(rights: Iterable[str]) -> str:
    """A few of them, and how many more."""
    names = list(rights)
    more = f" và {len(names) - _NAMED_AT_MOST} quyền khác" if len(names) > _NAMED_AT_MOST else ""
    return ", ".join(names[:_NAMED_AT_MOST]) + more


def revocations(rights: Iterable[str], user: str) -> Iterator[str]:
    """What a DBA runs to take them away; those that come by a role are to be taken from the role."""
    for right in rights:
        yield f"REVOKE {right} FROM {_account(user)};"


def grants(located: Iterable[Located], user: str) -> Iterator[str]:
    """What a DBA runs so that these tables can be read."""
    yield f"GRANT CREATE SESSION TO {_account(user)};"
    for one in located:
        yield f"GRANT SELECT ON {one.relation} TO {_account(user)};"


def _writes(privilege: str) -> bool:
    return privilege not in _HARMLESS


def _account(user: str) -> str:
    return user.upper() if re.fullmatch(r"\w+", user) else f'"{user}"'
