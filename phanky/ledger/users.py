"""Who may sign in, as what and for which units; every change is in the audit log in the same transaction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from phanky.errors import UsageError
from phanky.identity import Role
from phanky.ledger import passwords
from phanky.ledger.database import Database
from phanky.ledger.entries import Source, UserEntry
from phanky.ledger.model import AuditEntry, User

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
_UNIT = re.compile(r"[A-Z0-9]{2,20}")


class Users:
    """The users in the ledger.  Passwords go in as text and never come out, in whatever form."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def add(
        self,
        name: str,
        *,
        password: str,
        role: Role,
        units: Iterable[str] = (),
        display_name: str = "",
        source: Source = Source.LOCAL,
        who: str,
    ) -> UserEntry:
        """A new user with a password.

        Raises:
            UsageError: a name that cannot be one or is taken, a bad password, units that do not go with the role.
        """
        checked_name(name)
        scope = checked_units(role, units)
        kept = passwords.hashed(passwords.checked(password, name))
        with self._database.writing_alone() as session:
            if session.get(User, name) is not None:
                raise UsageError(f"Đã có người dùng {name}. Đổi quyền: phanky users change; đổi mật khẩu: passwd.")
            user = User(name=name, display_name=display_name or name, source=source, password_hash=kept)
            user.is_disabled, user.generation = False, 0
            self._grant(user, role, scope)
            session.add(user)
            return self._noted(session, user, who, "user_add")

    def change(self, name: str, *, role: Role, units: Iterable[str] = (), who: str) -> UserEntry:
        """Another role or other units; sessions end.  UsageError when the user is not there or they do not fit."""
        scope = checked_units(role, units)
        with self._database.writing_alone() as session:
            user = _existing(session, name)
            self._grant(user, role, scope)
            return self._noted(session, user, who, "user_change")

    def set_password(self, name: str, password: str, *, who: str) -> UserEntry:
        """Another password; sessions end.  UsageError for a user without one, and for a password that is a bad one."""
        kept = passwords.hashed(passwords.checked(password, name))
        with self._database.writing_alone() as session:
            user = _existing(session, name)
            if user.password_hash is None:
                raise UsageError(f"{name} đăng nhập qua {user.source}, không có mật khẩu ở đây để đổi.")
            user.password_hash = kept
            return self._noted(session, user, who, "user_passwd")

    def set_disabled(self, name: str, is_disabled: bool, *, who: str) -> UserEntry:
        """Shut a user out, or let it in again; sessions end.  UsageError when the user is not there."""
        with self._database.writing_alone() as session:
            user = _existing(session, name)
            user.is_disabled = is_disabled
            return self._noted(session, user, who, "user_disable" if is_disabled else "user_enable")

    def admit(self, name: str, *, display_name: str, role: Role, units: Iterable[str], source: Source) -> UserEntry:
        """Keep what someone else vouches for; sessions under another role or other units end."""
        scope = checked_units(role, units)
        with self._database.writing_alone() as session:
            user = session.get(User, name)
            if user is not None and (user.display_name, user.role, _units(user)) == (display_name, role, scope):
                return _entry(user)
            if user is None:
                user = User(name=name, is_disabled=False, generation=0)
                session.add(user)
            user.display_name, user.source = display_name, source
            self._grant(user, role, scope)
            return self._noted(session, user, source, "user_admit")

    def end_sessions(self, name: str, *, who: str) -> None:
        """Whatever was signed in under this name no longer is."""
        with self._database.writing_alone() as session:
            user = session.get(User, name)
            if user is not None:
                self._noted(session, user, who, "user_end_sessions")

    def find(self, name: str) -> UserEntry | None:
        """The user of this name, disabled or not."""
        with self._database.reading() as session:
            user = _looked_up(session, name)
            return _entry(user) if user is not None else None

    def with_password(self, name: str, password: str) -> UserEntry | None:
        """The user whose name and password these are; takes equally long for a name that is not there."""
        with self._database.reading() as session:
            user = _looked_up(session, name)
            found, kept = (_entry(user), user.password_hash) if user is not None else (None, None)
        fitting = passwords.fits(password, kept)
        return found if fitting and found is not None and not found.is_disabled else None

    def all(self) -> list[UserEntry]:
        """Every user, by name."""
        with self._database.reading() as session:
            return [_entry(user) for user in session.scalars(select(User).order_by(User.name))]

    def has_passwords(self) -> bool:
        """Whether anyone could sign in with a password."""
        with self._database.reading() as session:
            return session.scalar(select(User.name).where(User.password_hash.is_not(None)).limit(1)) is not None

    def _grant(self, user: User, role: Role, units: frozenset[str] | None) -> None:
        user.role = role
        user.units = None if units is None else ",".join(sorted(units))

    def _noted(self, session: Session, user: User, who: str, what: str) -> UserEntry:
        """Every change ends what was signed in before it."""
        user.generation += 1
        user.changed_at = self._clock()
        detail = f"{user.name}: {user.role}, {user.units or 'every unit'}"
        session.add(AuditEntry(at=user.changed_at, who=who, what=what, scope=user.units or "*", detail=detail))
        return _entry(user)


def checked_name(name: str) -> str:
    """The name, when it may be one; UsageError when not."""
    if _NAME.fullmatch(name) is None:
        raise UsageError(
            f"Tên đăng nhập “{name}” không dùng được: 2–64 ký tự a–z, 0–9, dấu . _ -, bắt đầu bằng chữ hoặc số."
        )
    return name


def checked_units(role: Role, units: Iterable[str]) -> frozenset[str] | None:
    """The scope of a role: None for those that see every unit.

    Raises:
        UsageError: a role of units without one, a role of all with some, or a code that cannot be one.
    """
    found = frozenset(units)
    if role.sees_all and found:
        raise UsageError(f"Vai trò {role} xem mọi đơn vị: bỏ --unit, hoặc chọn director hay staff.")
    if not role.sees_all and not found:
        raise UsageError(f"Vai trò {role} cần ít nhất một đơn vị: thêm --unit, ví dụ --unit PC02AA.")
    wrong = sorted(code for code in found if _UNIT.fullmatch(code) is None)
    if wrong:
        raise UsageError(f"Mã đơn vị “{wrong[0]}” không đúng dạng: chữ hoa và số, ví dụ PC02AA.")
    return None if role.sees_all else found


def _looked_up(session: Session, name: str) -> User | None:
    # A browser sends any text; PostgreSQL refuses some of it as a value.
    return session.get(User, name) if name.isprintable() else None


def _existing(session: Session, name: str) -> User:
    user = _looked_up(session, name)
    if user is None:
        raise UsageError(f"Không có người dùng {name}. Xem danh sách: phanky users list.")
    return user


def _units(user: User) -> frozenset[str] | None:
    return None if user.units is None else frozenset(user.units.split(","))


def _entry(user: User) -> UserEntry:
    return UserEntry(
        name=user.name,
        display_name=user.display_name,
        role=Role(user.role),
        units=_units(user),
        source=Source(user.source),
        is_disabled=user.is_disabled,
        generation=user.generation,
        changed_at=user.changed_at,
    )
