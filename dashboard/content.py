"""From who asks and an address to what is shown: the page, its values, the frame around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from cachetools import LRUCache
from dash import html
from dash.development.base_component import Component

from dashboard.access import SignedIn
from dashboard.address import Address
from dashboard.components.notices import notice
from dashboard.pages.contract import Page
from dashboard.shell.frame import Around, Served, framed
from dashboard.shell.rendering import drawn, plain
from dashboard.texts import shell as texts
from dashboard.view import KeyCustomers, Preview, Records, View, no_key_customers
from phanky.errors import DamageError, PhankyError, UsageError
from phanky.settings import Settings
from semantic import Follower, Release

_KEPT_PAGES = 300


def _utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Shown:
    """What an address leads to: the title, the status that a browser is told, the whole tree as plain values."""

    title: str
    status: int
    tree: dict[str, Any]


@dataclass(frozen=True)
class Found:
    """A page without its frame."""

    title: str
    status: int
    content: Any


@dataclass(frozen=True)
class _Frame:
    """Of one request: taken before anything is read, so that an older page never says it is newer."""

    who: SignedIn
    address: Address
    asked: str
    state: str


class Contents:
    """Makes what is shown; pages are kept as long as release, scope and address are the same."""

    def __init__(
        self,
        pages: Sequence[Page],
        settings: Settings,
        releases: Follower,
        *,
        now: Callable[[], datetime] = _utc,
        key_customers: Callable[[], KeyCustomers] = no_key_customers,
        records: Records | None = None,
        preview: Preview | None = None,
    ) -> None:
        self._pages, self._settings, self._releases, self._now = tuple(pages), settings, releases, now
        self._key_customers, self._records, self._preview = key_customers, records, preview
        self._kept: LRUCache[Any, Any] = LRUCache(_KEPT_PAGES)
        self._lock = Lock()

    @property
    def state(self) -> str:
        """Equal as long as a page that is open shows what is newest."""
        trouble = self._releases.trouble
        return f"{self._releases.release_id or ''}{'!' if trouble is not None else ''}"

    def view(self, who: SignedIn) -> View:
        """The newest release as far as somebody may see it; PhankyError when there is none to read."""
        release = self._releases.current(who.identity)
        return View(
            release,
            who.identity,
            self._settings,
            self._now(),
            self._key_customers,
            self._records,
            preview=self._preview,
        )

    def show(self, who: SignedIn, address: Address, asked: str = "") -> Shown:
        """The whole page; whatever goes wrong with data or address is told in it.

        Args:
            who: asks.
            address: of the page.
            asked: the address as the browser wrote it; it finds it again in the answer.
        """
        frame = _Frame(who, address, asked or address.href, self.state)
        if self._releases.release_id is None:
            return self._framed(frame, Found(texts.EMPTY_TITLE, 200, _empty()))
        try:
            view = self.view(who)
        except PhankyError as error:
            return self._framed(frame, Found(texts.DAMAGED, 200, notice(texts.DAMAGED, str(error))))
        return self._framed(frame, self._found(view, address), view.release)

    def _found(self, view: View, address: Address) -> Found:
        fitting = ((page, page.match(address)) for page in self._pages if page.is_for(view.identity))
        page, matched = next(((page, found) for page, found in fitting if found is not None), (None, None))
        if page is None or matched is None:
            on = (texts.TO_OVERVIEW, address.at("/").href)
            return Found(texts.NOT_FOUND, 404, notice(texts.NOT_FOUND, texts.NOT_FOUND_REMEDY, way_on=on))
        try:
            return Found(page.name, 200, self._content(page, view, matched))
        except UsageError as error:
            return Found(page.name, 404, notice(texts.NOT_ANSWERED, str(error), way_on=_way_on(address)))
        except DamageError as error:
            return Found(page.name, 200, notice(texts.DAMAGED, str(error)))

    def _content(self, page: Page, view: View, address: Address) -> Any:
        """The page, written; laying it out and writing it costs more than most readings."""
        if page.also is None:
            return drawn(page.layout(page.read(view, address), address))
        key = (view.release.id, view.release.scope_key, view.identity.role, page.also(view), address)
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = drawn(page.layout(page.read(view, address), address))
            with self._lock:
                self._kept[key] = found
        return found

    def _framed(self, frame: _Frame, found: Found, release: Release | None = None) -> Shown:
        around = Around(
            company=self._settings.company_name,
            menu=[page for page in self._pages if page.icon is not None and page.is_for(frame.who.identity)],
            address=frame.address,
            title=found.title,
            asked=frame.asked,
            reader=frame.who.display_name,
            scope=_scope(frame.who),
            can_sign_out=frame.who.session is not None,
            state=frame.state,
            now=self._now(),
            timezone=self._settings.timezone,
            served=self._served(release) if release is not None else None,
        )
        return Shown(found.title, found.status, plain(framed(around, found.content)))

    def _served(self, release: Release) -> Served:
        trouble, receipt = self._releases.trouble, release.receipt
        warning = texts.not_followed(trouble) if trouble is not None else None
        return Served(release.id, receipt.source, receipt.taken_at, warning)


def _scope(who: SignedIn) -> str:
    units = who.identity.units
    return texts.EVERY_UNIT if units is None else ", ".join(sorted(units))


def _way_on(address: Address) -> tuple[str, str]:
    """From what is not there: the page without filters, when it was they that asked for it."""
    bare = address.at(address.path)
    return (texts.TO_OVERVIEW, address.at("/").href) if bare == address else (texts.START_AGAIN, bare.href)


def _empty() -> Component:
    return notice(texts.EMPTY_TITLE, texts.EMPTY_REMEDY, html.Pre(texts.EMPTY_COMMAND))
