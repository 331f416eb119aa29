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
from dashboard.address import EMBEDDED, Address
from dashboard.components.notices import notice
from dashboard.pages.contract import Page
from dashboard.shell.frame import Around, Served, framed
from dashboard.texts import shell as texts
from dashboard.view import View
from phanky.errors import DamageError, PhankyError, UsageError
from phanky.settings import Settings
from semantic import Follower, Release

_KEPT_PAGES = 500


def _utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Shown:
    """What an address leads to: the title, the status that a browser is told, the whole tree."""

    title: str
    status: int
    tree: Component


class Contents:
    """Makes what is shown; values of pages are kept as long as release, scope and address are the same."""

    def __init__(
        self, pages: Sequence[Page], settings: Settings, releases: Follower, *, now: Callable[[], datetime] = _utc
    ) -> None:
        self._pages, self._settings, self._releases, self._now = tuple(pages), settings, releases, now
        self._kept: LRUCache[Any, Any] = LRUCache(_KEPT_PAGES)
        self._lock = Lock()

    @property
    def state(self) -> str:
        """Equal as long as a page that is open shows what is newest."""
        trouble = self._releases.trouble
        return f"{self._releases.release_id or ''}{'!' if trouble is not None else ''}"

    def view(self, who: SignedIn) -> View:
        """The newest release as far as somebody may see it; PhankyError when there is none to read."""
        return View(self._releases.current(who.identity), who.identity, self._settings, self._now())

    def show(self, who: SignedIn, address: Address) -> Shown:
        """The whole page; whatever goes wrong with data or address is told in it."""
        state = self.state
        menu = [page for page in self._pages if page.icon is not None and page.is_for(who.identity)]
        if self._releases.release_id is None:
            return self._framed(who, address, menu, state, texts.EMPTY_TITLE, 200, _empty(), None)
        try:
            view = self.view(who)
        except PhankyError as error:
            told = notice(texts.DAMAGED, str(error))
            return self._framed(who, address, menu, state, texts.DAMAGED, 200, told, None)
        title, status, content = self._page(view, address)
        return self._framed(who, address, menu, state, title, status, content, view.release)

    def _page(self, view: View, address: Address) -> tuple[str, int, Any]:
        fitting = ((page, page.match(address)) for page in self._pages if page.is_for(view.identity))
        page, matched = next(((page, found) for page, found in fitting if found is not None), (None, None))
        if page is None or matched is None:
            told = notice(texts.NOT_FOUND, texts.NOT_FOUND_REMEDY, way_on=(texts.TO_OVERVIEW, address.at("/").href))
            return texts.NOT_FOUND, 404, told
        try:
            return page.name, 200, page.layout(self._values(page, view, matched), matched)
        except UsageError as error:
            again = (texts.START_AGAIN, address.at(address.path).href)
            return page.name, 404, notice(texts.NOT_ANSWERED, str(error), way_on=again)
        except DamageError as error:
            return page.name, 200, notice(texts.DAMAGED, str(error))

    def _values(self, page: Page, view: View, address: Address) -> Any:
        asked = (address.path, tuple(pair for pair in address.filters if pair[0] != EMBEDDED))
        key = (view.release.id, view.release.scope_key, view.identity.role, asked)
        with self._lock:
            if key in self._kept:
                return self._kept[key]
        values = page.read(view, address)
        with self._lock:
            self._kept[key] = values
        return values

    def _framed(
        self,
        who: SignedIn,
        address: Address,
        menu: Sequence[Page],
        state: str,
        title: str,
        status: int,
        content: Any,
        release: Release | None,
    ) -> Shown:
        around = Around(
            company=self._settings.company_name,
            menu=menu,
            address=address,
            title=title,
            reader=who.display_name,
            scope=_scope(who),
            can_sign_out=who.session is not None,
            state=state,
            now=self._now(),
            timezone=self._settings.timezone,
            served=self._served(release) if release is not None else None,
        )
        return Shown(title, status, framed(around, content))

    def _served(self, release: Release) -> Served:
        trouble, receipt = self._releases.trouble, release.receipt
        warning = texts.not_followed(trouble) if trouble is not None else None
        return Served(release.id, receipt.source, receipt.taken_at, warning)


def _scope(who: SignedIn) -> str:
    units = who.identity.units
    return texts.EVERY_UNIT if units is None else ", ".join(sorted(units))


def _empty() -> Component:
    return notice(texts.EMPTY_TITLE, texts.EMPTY_REMEDY, html.Pre(texts.EMPTY_COMMAND))
