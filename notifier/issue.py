"""All messages of one day, each within the scope of its recipient.  Nothing is sent here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from notifier.attachment import file_name, wrong_customers
from notifier.corrections import corrected_since
from notifier.digest import Edition, Figures, digest, marker
from notifier.figures import MARTS, METRICS, read_figures, unit_codes
from notifier.message import Message
from notifier.recipients import Recipient, default_recipients
from phanky.errors import PhankyError
from phanky.identity import Identity, whole_company
from phanky.settings import Settings
from semantic import Release, Shelf, open_release

LastRelease = Callable[[str, str], str | None]
"""(kind, recipient) -> id of the release that the last message the recipient got spoke of; None when there was none."""

JOB = "digest"


def messages(
    settings: Settings,
    business_date: date,
    release: str,
    *,
    recipients: Sequence[Recipient] | None,
    last_release: LastRelease,
    is_late: bool = False,
) -> Iterator[Message]:
    """The day's messages from one release, one for each recipient who is not muted.

    Each is made within the scope of its recipient: a unit's message comes from an instance that holds no other
    unit's customers.  Recipients of one scope share the instance.

    Args:
        settings: of the installation.
        business_date: the day they are for.
        release: id of the release, or ``current``.
        recipients: as :func:`listed_recipients` gives them; None: one for each unit and one for the company.
        last_release: what is new and settled is told against this.
        is_late: sent after their time; they say so.
    """
    release_id = Shelf(settings.home).resolve(release)
    wanted = recipients if recipients is not None else _default(settings, release_id)
    heard = (recipient for recipient in wanted if not recipient.is_muted(business_date))
    for identity, sharing in _by_scope(heard):
        with _opened(settings, identity, release_id) as opened:
            desk = _Desk(settings, business_date, opened, identity, is_late=is_late)
            for recipient in sharing:
                yield desk.message(recipient, last_release(recipient.kind, recipient.name))


def _default(settings: Settings, release: str) -> tuple[Recipient, ...]:
    with _opened(settings, whole_company(JOB), release) as opened:
        return default_recipients(settings, unit_codes(opened))


def _by_scope(recipients: Iterable[Recipient]) -> Iterator[tuple[Identity, list[Recipient]]]:
    found: dict[str, list[Recipient]] = {}
    for recipient in recipients:
        found.setdefault(recipient.identity.scope_key, []).append(recipient)
    yield from ((sharing[0].identity, sharing) for sharing in found.values())


def _opened(settings: Settings, identity: Identity, release: str) -> Release:
    return open_release(identity, release, home=settings.home, marts=MARTS, with_metrics=METRICS)


class _Desk:
    """Where the messages of one scope are written: what they have in common is read once."""

    def __init__(
        self, settings: Settings, business_date: date, release: Release, identity: Identity, *, is_late: bool
    ) -> None:
        self._settings, self._business_date, self._is_late = settings, business_date, is_late
        self._release, self._identity = release, identity
        self._known: dict[str | None, Figures] = {}

    def message(self, recipient: Recipient, last_release: str | None) -> Message:
        """One recipient's."""
        figures = self._figures_since(last_release)
        edition = Edition(recipient.kind, recipient.name, self._business_date, self._link, is_late=self._is_late)
        attached = self._attachment is not None
        return Message(
            kind=recipient.kind,
            recipient=recipient.name,
            business_date=self._business_date,
            release_id=self._release.id,
            marker=marker(edition),
            parts=digest(figures, edition),
            channel=recipient.channel,
            address=recipient.address,
            units=recipient.units,
            attachment=self._attachment,
            attachment_name=file_name(recipient.name, self._business_date) if attached else "",
        )

    def _figures_since(self, last_release: str | None) -> Figures:
        if last_release not in self._known:
            earlier = self._earlier(last_release) if last_release is not None else None
            with earlier or nullcontext():
                self._known[last_release] = self._read(earlier)
        return self._known[last_release]

    def _read(self, earlier: Release | None) -> Figures:
        figures = read_figures(
            self._release,
            self._identity.units,
            company=self._settings.company_name,
            timezone=self._settings.timezone,
            earlier=earlier,
        )
        if earlier is None or figures.change is None:
            return figures
        corrected = corrected_since(earlier, self._release, self._identity, self._settings.home)
        return replace(figures, change=replace(figures.change, corrected=corrected))

    def _earlier(self, release: str) -> Release | None:
        """The release to compare with; None when it is gone or of other data: the message then tells no change."""
        shelf = Shelf(self._settings.home)
        # A release that cannot be read any more must not hold the message up.
        with suppress(PhankyError):
            receipt = shelf.receipt(release)
            # One that carries no metrics cannot be counted as this one is.
            if receipt.source == self._release.receipt.source and receipt.definitions is not None:
                return _opened(self._settings, self._identity, release)
        return None

    @cached_property
    def _attachment(self) -> bytes | None:
        units = self._identity.units
        return wrong_customers(self._release, ", ".join(sorted(units))) if units is not None else None

    @cached_property
    def _link(self) -> str:
        units = self._identity.units
        if units is None:
            return f"{self._settings.public_url}/"
        chosen = urlencode([("don-vi", unit) for unit in sorted(units)])
        return f"{self._settings.public_url}/danh-sach?{chosen}"
