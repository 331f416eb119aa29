"""All messages of one day: one a unit, one for the company.  Nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date

from notifier.digest import Edition, digest, marker
from notifier.figures import MARTS, company_figures, unit_codes, unit_figures
from notifier.message import Message
from phanky.identity import Identity, of_units, whole_company
from phanky.settings import Settings
from semantic import Release, open_release

JOB = "digest"


def messages(settings: Settings, business_date: date, release: str, *, earlier: str | None = None) -> Iterator[Message]:
    """The day's messages from one release, the company's first, then one for each unit.

    Each is made within the scope of its recipient: a unit's message comes from an instance that holds no other
    unit's customers.

    Args:
        release: id of the release, or ``current``.
        earlier: id of a release to name the changes against.
    """
    with _opened(settings, whole_company(JOB), release) as now, _earlier(settings, whole_company(JOB), earlier) as past:
        figures = company_figures(now, settings.company_name, timezone=settings.timezone, earlier=past)
        units, release_id = unit_codes(now), now.id
    company = Edition("company", settings.company_code, business_date, f"{settings.public_url}/")
    yield _message(company, release_id, digest(figures, company))
    for unit in units:
        yield _unit_message(settings, business_date, release_id, earlier, unit)


def _unit_message(settings: Settings, business_date: date, release: str, earlier: str | None, unit: str) -> Message:
    recipient = of_units(JOB, unit)
    with _opened(settings, recipient, release) as now, _earlier(settings, recipient, earlier) as past:
        figures = unit_figures(now, unit, timezone=settings.timezone, earlier=past)
    edition = Edition("unit", unit, business_date, f"{settings.public_url}/danh-sach?don-vi={unit}")
    return _message(edition, release, digest(figures, edition))


def _opened(settings: Settings, identity: Identity, release: str) -> Release:
    return open_release(identity, release, home=settings.home, marts=MARTS, with_metrics=True)


def _earlier(settings: Settings, identity: Identity, release: str | None) -> AbstractContextManager[Release | None]:
    return nullcontext() if release is None else _opened(settings, identity, release)


def _message(edition: Edition, release_id: str, parts: tuple[str, ...]) -> Message:
    return Message(
        edition.kind, edition.recipient, edition.business_date, release_id, marker(edition), parts,
        address=edition.recipient,
    )  # fmt: skip
