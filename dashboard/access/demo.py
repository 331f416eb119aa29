"""Ready users for trying things out."""

from __future__ import annotations

from phanky.identity import Role
from phanky.ledger import Ledger, Source, passwords

DemoUser = tuple[str, str, Role, str]
"""Name, password, role, unit (empty: every unit)."""

_WHO = "demo"
_USERS = (
    ("lanh-dao", "Lãnh đạo công ty", Role.LEADER),
    ("phong-kd", "Phòng Kinh doanh", Role.DEPARTMENT),
    ("giam-doc", "Giám đốc đơn vị", Role.DIRECTOR),
    ("nhan-vien", "Nhân viên kinh doanh", Role.STAFF),
)


def demo_users(ledger: Ledger, *, unit: str = "PC02AA") -> tuple[DemoUser, ...]:
    """One user of each role, with passwords made now: they are known from this answer and nowhere else.

    A name that somebody has taken by hand is left alone and left out; users of an earlier demo get new passwords.
    """
    made = (_user(ledger, name, display_name, role, unit) for name, display_name, role in _USERS)
    return tuple(user for user in made if user is not None)


def _user(ledger: Ledger, name: str, display_name: str, role: Role, unit: str) -> DemoUser | None:
    password, units = passwords.invented(), () if role.sees_all else (unit,)
    known = ledger.users.find(name)
    if known is not None and known.source is not Source.DEMO:
        return None
    if known is None:
        ledger.users.add(
            name, password=password, role=role, units=units, display_name=display_name, source=Source.DEMO, who=_WHO
        )
    else:
        ledger.users.set_password(name, password, who=_WHO)
        ledger.users.change(name, role=role, units=units, who=_WHO)
    return name, password, role, "".join(units)
