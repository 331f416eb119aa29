"""Follows the release in service, for a program that lives long and answers many readers.

Readers get the release that is served and never wait for the next one: that is opened beside it for every scope in
use, asked what the old one was asked lately, and takes the old one's place for all scopes at once.

Nothing is closed under a reader.  The old releases are merely no longer held here: each goes, and gives its memory
back, when the last reader lets go of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from phanky.errors import PhankyError
from phanky.identity import Identity
from semantic.kept import Room
from semantic.opening import open_release
from semantic.release import Release
from semantic.serving import Place, Serving, prepare
from semantic.shelf import Shelf

_LOG = logging.getLogger(__name__)
_RETRY = timedelta(minutes=1)
_IDLE = timedelta(hours=8)


def _utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Trouble:
    """Why the release that is served is not the one in service.

    Attributes:
        release_id: the one that cannot be served.
        since: aware time at which that showed.
        message: what is wrong, for people.
    """

    release_id: str
    since: datetime
    message: str


class Follower:
    """Hands out the release in service; threads share one for as long as the program runs.

    Within a ``with`` block a thread of its own looks every ``poll_seconds`` whether another release is in service.

    Args:
        home: PHANKY_HOME.
        marts: to load besides those of the metrics; None: all of the release.
        ready_for: whose scopes are opened as soon as the thread runs, so that nobody waits for them.
        most_scopes: how many scopes are held; the one unused for longest makes room.  One unused for eight hours
            goes in any case.
        room: where rows go that are too many for memory; None: the usual one of ``home``.
        now: aware time, for tests.

    Attributes:
        trouble: set while the release in service cannot be read and the one before it is served on.
    """

    def __init__(
        self,
        home: Path,
        marts: Sequence[str] | None = (),
        *,
        poll_seconds: float = 1.0,
        ready_for: Sequence[Identity] = (),
        most_scopes: int = 64,
        room: Room | None = None,
        now: Callable[[], datetime] = _utc,
    ) -> None:
        self.trouble: Trouble | None = None
        self._shelf, self._room = Shelf(home), room or Room.under(home)
        self._marts = tuple(marts) if marts is not None else None
        self._ready_for = tuple(ready_for)
        self._poll_seconds, self._most_scopes, self._now = poll_seconds, most_scopes, now
        self._serving: Serving | None = None
        self._tried_at: datetime | None = None
        self._choosing, self._looking = Lock(), Lock()
        self._ended, self._thread = Event(), Thread(target=self._follow, name="follower", daemon=True)

    @property
    def release_id(self) -> str | None:
        """Id of the release that readers get; None before the first one."""
        serving = self._serving
        return serving.release_id if serving is not None else self._shelf.current_id()

    def current(self, identity: Identity) -> Release:
        """The release served, as far as ``identity`` may see it.

        Take it once and use it throughout, so that all figures come from one release.  Others read it too: it must
        not be closed.

        Raises:
            UsageError: there is no release yet.
            DamageError: the release does not match its receipt, and none was served before it.
        """
        try:
            return self._place(identity).release()
        except PhankyError:
            # A scope that is new to a release which has been taken away meanwhile.
            if not self.look():
                raise
            return self._place(identity).release()

    def look(self) -> bool:
        """Follow the pointer if it has moved; whether readers get another release from now on."""
        with self._looking:
            serving, wanted = self._serving, self._shelf.current_id()
            if serving is None or wanted is None:
                return False
            self._forget_idle(serving)
            if wanted == serving.release_id:
                self.trouble = None
                return False
            return self._is_due(wanted) and self._move(serving, wanted)

    def settle(self) -> None:
        """Where a release too large for memory is read in its own files, write its rows as they are quick to ask.

        Takes minutes of processor time for tens of millions of rows, once; readers have their answers meanwhile.
        """
        serving = self._serving
        for place in list(serving.places.values()) if serving is not None else ():
            if place.wants_settling:
                place.try_to_settle()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop following and let go of the releases; what readers hold stays open."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        with self._choosing:
            self._serving = None

    def _open_ready(self) -> None:
        for identity in self._ready_for:
            with suppress(PhankyError):  # whoever asks is told
                self.current(identity)

    def _follow(self) -> None:
        self._open_ready()
        while not self._ended.wait(self._poll_seconds):
            try:
                self.settle()
                self.look()
            except Exception:
                # The release served stays, and the next look tries again: a thread that ended would never say so.
                _LOG.exception("release in service not followed")

    def _place(self, identity: Identity) -> Place:
        with self._choosing:
            if self._serving is None:
                self._serving = self._serve(self._shelf.resolve())
            places = self._serving.places
            place = self._serving.place(identity, self._now())
            for scope in list(places)[: -self._most_scopes]:
                del places[scope]
            return place

    def _serve(self, release_id: str) -> Serving:
        def opened(identity: Identity, for_good: bool) -> Release:
            home, marts = self._shelf.home, self._marts
            room = replace(self._room, writes=for_good)
            return open_release(identity, release_id, home=home, marts=marts, with_metrics=True, room=room)

        return Serving(release_id, opened, {})

    def _forget_idle(self, serving: Serving) -> None:
        with self._choosing:
            for scope, place in list(serving.places.items()):
                if self._now() - place.asked_at > _IDLE:
                    del serving.places[scope]

    def _is_due(self, wanted: str) -> bool:
        """Whether to try at all: one that failed just now would fail again, and trying takes time from readers."""
        is_known = self.trouble is not None and self.trouble.release_id == wanted
        return not (is_known and self._tried_at is not None and self._now() - self._tried_at < _RETRY)

    def _move(self, serving: Serving, wanted: str) -> bool:
        self._tried_at = self._now()
        coming = self._serve(wanted)
        try:
            self._shelf.audit(wanted)
            while left := self._take_over(serving, coming):
                if self._ended.is_set():
                    return False
                prepare(coming, left)
        except (PhankyError, OSError) as error:
            self._tell(wanted, str(error))
            return False
        self.trouble = None
        return True

    def _take_over(self, serving: Serving, coming: Serving) -> list[Place]:
        """Serve the release that comes once it is open in every scope in use; until then, the places still to open."""
        with self._choosing:
            left = [place for scope, place in serving.places.items() if scope not in coming.places]
            if not left:
                in_use = {scope: coming.places[scope] for scope in serving.places}
                self._serving = Serving(coming.release_id, coming.open_it, in_use)
        return left

    def _tell(self, wanted: str, message: str) -> None:
        known = self.trouble
        since = known.since if known is not None and known.release_id == wanted else self._now()
        self.trouble = Trouble(wanted, since, message)
