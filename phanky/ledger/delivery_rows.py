"""Reading deliveries: rows of the table, what the rest of the program asks of them."""

from __future__ import annotations

import json
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from phanky.errors import UsageError
from phanky.ledger.database import Database
from phanky.ledger.delivery import Attempt, DeliveryEntry, DeliveryKey, DeliveryState
from phanky.ledger.delivery_model import ComposedDay, Delivery

JOB = "digest"
"""In whose name the system sends, in the audit log."""

_S = DeliveryState


class KeptDeliveries:
    """The deliveries as they are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_day(self, business_date: date) -> list[DeliveryEntry]:
        """All deliveries of one business date, by kind and recipient."""
        with self._database.reading() as session:
            query = select(Delivery).where(Delivery.business_date == business_date)
            return [entry_of(row) for row in session.scalars(query.order_by(Delivery.kind, Delivery.recipient))]

    def open_before(self, business_date: date, doubts_since: date) -> list[DeliveryEntry]:
        """Deliveries of earlier days that are neither settled nor given up; those in doubt from ``doubts_since`` on."""
        with self._database.reading() as session:
            waits = Delivery.state.in_((_S.PENDING, _S.SENDING))
            is_doubt = and_(Delivery.state == _S.UNKNOWN, Delivery.business_date >= doubts_since)
            query = select(Delivery).where(Delivery.business_date < business_date, or_(waits, is_doubt))
            ordered = query.order_by(Delivery.business_date, Delivery.kind, Delivery.recipient)
            return [entry_of(row) for row in session.scalars(ordered)]

    def last(self, limit: int = 100) -> list[DeliveryEntry]:
        """Deliveries, the newest day first."""
        with self._database.reading() as session:
            query = select(Delivery).order_by(Delivery.business_date.desc(), Delivery.kind, Delivery.recipient)
            return [entry_of(row) for row in session.scalars(query.limit(limit))]

    def find(self, identity: str) -> DeliveryEntry:
        """The delivery that a person names by its id; UsageError when there is none."""
        with self._database.reading() as session:
            marker = f"#{identity.removeprefix('#')}"
            row = session.scalars(select(Delivery).where(Delivery.marker == marker)).first()
            if row is None:
                raise UsageError(f"Không có tin {identity}. Xem mã ở cột cuối của “phanky deliveries”.")
            return entry_of(row)

    def at(self, key: DeliveryKey) -> DeliveryEntry:
        """The delivery with this key; UsageError when there is none."""
        with self._database.reading() as session:
            row = session.get(Delivery, (key.kind, key.recipient, key.business_date))
            return entry_of(_there(row, key))

    def last_sent_release(self, kind: str, recipient: str) -> str | None:
        """The release that the newest message which this recipient got speaks of."""
        with self._database.reading() as session:
            query = select(Delivery.release_id).where(
                Delivery.kind == kind, Delivery.recipient == recipient, Delivery.state == _S.SENT
            )
            return session.scalar(query.order_by(Delivery.business_date.desc()).limit(1))

    def named_releases(self) -> frozenset[str]:
        """Releases that some delivery speaks of."""
        with self._database.reading() as session:
            return frozenset(session.scalars(select(Delivery.release_id).distinct()))

    def is_composed(self, business_date: date, job: str = JOB) -> bool:
        """Whether :meth:`composed` was said of this day."""
        with self._database.reading() as session:
            return session.get(ComposedDay, (job, business_date)) is not None


def is_waiting(row: Delivery, now: datetime) -> bool:
    """Whether it is not to be tried before some later time."""
    return row.next_try_at is not None and now < row.next_try_at


def row_of(session: Session, key: DeliveryKey) -> Delivery | None:
    """The row, locked until the end of the transaction."""
    return session.get(Delivery, (key.kind, key.recipient, key.business_date), with_for_update=True)


def locked(session: Session, key: DeliveryKey) -> Delivery:
    """The row, locked until the end of the transaction; UsageError when it is not there."""
    return _there(row_of(session, key), key)


def _there(row: Delivery | None, key: DeliveryKey) -> Delivery:
    if row is None:
        raise UsageError(f"Sổ cái không có tin {key}.")
    return row


def held(session: Session, attempt: Attempt, *, or_in_doubt: bool = False) -> Delivery | None:
    """The row, locked, while it still is this attempt's."""
    row = locked(session, attempt.entry.key)
    states = (_S.SENDING, _S.UNKNOWN) if or_in_doubt else (_S.SENDING,)
    return row if row.attempt_id == attempt.id and row.state in states else None


def entry_of(row: Delivery) -> DeliveryEntry:
    """As the rest of the program knows it."""
    return DeliveryEntry(
        kind=row.kind, recipient=row.recipient, business_date=row.business_date, state=DeliveryState(row.state),
        attempts=row.attempts, release_id=row.release_id, marker=row.marker, channel=row.channel,
        units=None if row.units is None else frozenset(row.units.split(",")), address=row.address,
        parts=tuple(json.loads(row.parts)), parts_sent=row.parts_sent, sha256=row.sha256,
        attachment_name=row.attachment_name, created_at=row.created_at, changed_at=row.changed_at, sent_at=row.sent_at,
        next_try_at=row.next_try_at, lease_until=row.lease_until, reason=row.reason,
    )  # fmt: skip
