"""The tables of deliveries."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from phanky.ledger.model import Base, Moment


class Delivery(Base):
    """One message to one recipient on one business date; the key is what makes a second one impossible.

    ``units`` are the codes it was made of, joined by commas; none means every unit, or that nobody wrote it down.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'sending', 'sent', 'unknown', 'skipped', 'failed')", name="state"),
        CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="lease"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        # What is still open among all that was ever sent; bodies and attachments need not be read to know it.
        Index("ix_deliveries_state_business_date", "state", "business_date"),
    )

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    recipient: Mapped[str] = mapped_column(String(200), primary_key=True)
    business_date: Mapped[date] = mapped_column(Date, primary_key=True, index=True)
    state: Mapped[str] = mapped_column(String(10))
    marker: Mapped[str] = mapped_column(String(40), index=True)
    release_id: Mapped[str] = mapped_column(String(80), index=True)
    units: Mapped[str | None] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(Text)
    parts: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    attachment: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    attachment_name: Mapped[str] = mapped_column(String(200))
    parts_sent: Mapped[int] = mapped_column(Integer)
    attempts: Mapped[int] = mapped_column(Integer)
    failures: Mapped[int] = mapped_column(Integer)
    attempt_id: Mapped[str | None] = mapped_column(String(32))
    holder: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    next_try_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)


class ComposedDay(Base):
    """All messages of this day are frozen: whoever sends them need not compose again."""

    __tablename__ = "composed_days"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    business_date: Mapped[date] = mapped_column(Date, primary_key=True)
    composed_at: Mapped[datetime] = mapped_column(Moment)
