"""What a follower serves: one release, opened in each scope that is in use."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from phanky.errors import PhankyError, UsageError
from phanky.identity import Identity
from semantic.metrics import Query
from semantic.release import Release

_LOG = logging.getLogger(__name__)

Open = Callable[[Identity, bool], Release]
"""Opens a release for an identity; the second: whether it may take minutes, so that questions are quick for good."""


class Place:
    """One scope's release: opened once, however many ask for it at the same time."""

    def __init__(self, identity: Identity, open_it: Open, now: datetime) -> None:
        self.identity, self.asked_at = identity, now
        self.opened: Release | None = None
        self._open, self._opening, self._cannot_settle = open_it, Lock(), False

    def release(self) -> Release:
        """The release, opened if nobody has yet; other scopes do not wait for that."""
        if self.opened is None:
            with self._opening:
                if self.opened is None:
                    self.opened = self._open(self.identity, False)
        return self.opened

    def settle(self) -> Release:
        """The release as it is quickest to ask; readers meanwhile go on with what is open."""
        opened = self.opened
        if opened is None or opened.is_in_place:
            settled = self._open(self.identity, True)
            _warm(settled, self.asked_lately())
            self.opened = settled
            return settled
        return opened

    @property
    def wants_settling(self) -> bool:
        """Whether readers have it in a way that is slow to ask."""
        return self.opened is not None and self.opened.is_in_place and not self._cannot_settle

    def try_to_settle(self) -> None:
        """As :meth:`settle`; where that cannot be, as on a full disk, readers keep what they have."""
        try:
            self.settle()
        except (PhankyError, OSError):
            self._cannot_settle = True
            _LOG.exception("rows of a large scope not written: its release is read in place")

    def asked_lately(self) -> tuple[Query, ...]:
        """The questions that were asked of it."""
        return self.opened.asked_lately() if self.opened is not None else ()


@dataclass(frozen=True)
class Serving:
    """One release in the scopes that are in use; the scope used last stands last."""

    release_id: str
    open_it: Open
    places: dict[str, Place]

    def place(self, identity: Identity, now: datetime) -> Place:
        """The place of a scope, moved to the end."""
        found = self.places.pop(identity.scope_key, None) or Place(identity, self.open_it, now)
        self.places[identity.scope_key] = found
        found.asked_at = now
        return found


def prepare(coming: Serving, places: Iterable[Place]) -> None:
    """Open the release that comes in other ones' scopes, and ask it what they were asked."""
    for old in places:
        _warm(coming.place(old.identity, old.asked_at).settle(), old.asked_lately())


def _warm(release: Release, questions: Iterable[Query]) -> None:
    for question in questions:
        with suppress(UsageError):  # it asks for something that is no longer there
            release.answer(question)
