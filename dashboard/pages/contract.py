"""What a page is: an address, a name, how it reads its values and how they look."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from dash.development.base_component import Component

from dashboard.address import Address
from dashboard.view import View
from phanky.identity import Identity, Role

Read = Callable[[View, Address], Any]
"""The values of a page, through the semantic layer; UsageError for what the address asks and there is not."""

Also = Callable[[View], Hashable]
"""What the values of a page depend on besides release, scope and address."""

Layout = Callable[[Any, Address], Component | list[Any]]
"""Values in, components out; pure."""


def nothing_else(_view: View) -> Hashable:
    """Of a page whose values come from the release alone."""
    return None


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        path: ``/don-vi/<unit>``; what stands for ``<unit>`` reaches the page as ``address.part("unit")``.
        name: in the menu and in the title.
        icon: name of its picture in the menu; None: it is reached from other pages.
        short: its name where there is little room.
        also: what changes the values although release, scope and address stay; None: they are read each time.
        roles: who may open it; empty: everyone who is signed in.
    """

    path: str
    name: str
    read: Read
    layout: Layout
    icon: str | None = None
    roles: frozenset[Role] = frozenset()
    short: str | None = None
    also: Also | None = nothing_else

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", self.path))

    def match(self, address: Address) -> Address | None:
        """The address with the parts of this page's path; None when it is another page's."""
        found = self._pattern.fullmatch(address.path)
        return replace(address, parts=tuple(found.groupdict().items())) if found is not None else None

    def is_for(self, identity: Identity) -> bool:
        """Whether this page is for this reader."""
        return not self.roles or identity.role in self.roles
