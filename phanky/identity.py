"""Who asks, as what, and which units they may see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote


class Role(StrEnum):
    """What a person is in the company; :attr:`sees_all` says whether the role comes with every unit."""

    LEADER = "leader"
    DEPARTMENT = "department"
    DIRECTOR = "director"
    STAFF = "staff"

    @property
    def sees_all(self) -> bool:
        """Leaders and departments look at the whole company, directors and staff at their units."""
        return self in {Role.LEADER, Role.DEPARTMENT}


@dataclass(frozen=True)
class Identity:
    """A person or a job with its scope.

    ``units`` holds the unit codes whose customers it may see; ``None`` means every unit.  The scope alone decides
    which rows there are; ``role`` decides which pages are offered.
    """

    name: str
    units: frozenset[str] | None
    role: Role = Role.STAFF

    def may_see(self, unit_code: str) -> bool:
        """Whether rows managed by ``unit_code`` are inside the scope."""
        return self.units is None or unit_code in self.units

    @property
    def scope_key(self) -> str:
        """A text that is equal for equal scopes; part of every cache key."""
        # Quoted: no unit, however it is called, looks like all of them or like two.
        return "*" if self.units is None else ",".join(sorted(quote(unit, safe="") for unit in self.units))


def whole_company(name: str, role: Role = Role.LEADER) -> Identity:
    """An identity that sees every unit: leaders, departments and the system's own jobs."""
    return Identity(name=name, units=None, role=role)


def of_units(name: str, *units: str, role: Role = Role.DIRECTOR) -> Identity:
    """An identity that sees the named units only."""
    return Identity(name=name, units=frozenset(units), role=role)
