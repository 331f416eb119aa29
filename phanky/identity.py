"""Who asks, and which units they may see."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Identity:
    """A person or a job with its scope.

    ``units`` holds the unit codes whose customers it may see; ``None`` means every unit.
    """

    name: str
    units: frozenset[str] | None

    def may_see(self, unit_code: str) -> bool:
        """Whether rows managed by ``unit_code`` are inside the scope."""
        return self.units is None or unit_code in self.units

    @property
    def scope_key(self) -> str:
        """A text that is equal for equal scopes; part of every cache key."""
        # Quoted: no unit, however it is called, looks like all of them or like two.
        return "*" if self.units is None else ",".join(sorted(quote(unit, safe="") for unit in self.units))


def whole_company(name: str) -> Identity:
    """An identity that sees every unit: leaders, departments and the system's own jobs."""
    return Identity(name=name, units=None)


def of_units(name: str, *units: str) -> Identity:
    """An identity that sees the named units only."""
    return Identity(name=name, units=frozenset(units))
