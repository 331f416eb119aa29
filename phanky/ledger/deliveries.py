"""Messages that are to be sent exactly once: frozen, claimed before the call, settled after it.

Every change is one transaction with its entry in the audit log.  What an attempt reports counts only while the
delivery is still that attempt's: whoever lost it in the meantime changes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from phanky.errors import UsageError
from phanky.ledger.database import Database
from phanky.ledger.delivery import Attempt, DeliveryEntry, DeliveryKey, DeliveryState
from phanky.ledger.delivery_model import ComposedDay, Delivery
from phanky.ledger.delivery_rows import JOB, KeptDeliveries, entry_of, held, is_waiting, locked, row_of
from phanky.ledger.holders import Holder, holder
from phanky.ledger.model import AuditEntry

_S = DeliveryState


class Deliveries(KeptDeliveries):
    """The deliveries in the ledger."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        super().__init__(database)
        self._clock = clock

    def holder(self) -> Holder:
        """Be a sender; whoever claims needs to be one."""
        return holder(self._database)

    def freeze(
        self,
        key: DeliveryKey,
        *,
        release_id: str,
        marker: str,
        parts: tuple[str, ...],
        channel: str,
        address: str,
        units: frozenset[str] | None = None,
        attachment: bytes | None = None,
        attachment_name: str = "",
    ) -> DeliveryEntry:
        """Keep what will be sent.  What is kept already stays: the first body is the body.

        ``units`` says whose customers it may name; None: every unit's.
        """
        with self._database.writing_alone() as session:
            kept = row_of(session, key)
            if kept is not None:
                return entry_of(kept)
            now, body = self._clock(), json.dumps(parts, ensure_ascii=False)
            row = Delivery(
                kind=key.kind, recipient=key.recipient, business_date=key.business_date, state=_S.PENDING,
                marker=marker, release_id=release_id, channel=channel, address=address, parts=body,
                units=None if units is None else ",".join(sorted(units)),
                sha256=hashlib.sha256(body.encode()).hexdigest(), attachment=attachment,
                attachment_name=attachment_name, parts_sent=0, attempts=0, failures=0, created_at=now, changed_at=now,
            )  # fmt: skip
            session.add(row)
            return self._noted(session, row, JOB, "delivery_frozen", f"release {release_id}, sha256 {row.sha256}")

    def composed(self, business_date: date, job: str = JOB) -> None:
        """All messages of this day are frozen."""
        with self._database.writing_alone() as session:
            if session.get(ComposedDay, (job, business_date)) is None:
                session.add(ComposedDay(job=job, business_date=business_date, composed_at=self._clock()))

    def claim(
        self,
        key: DeliveryKey,
        lease: timedelta,
        now: datetime,
        *,
        holder: Holder,
        may_search: bool,
        even_if_waiting: bool = False,
    ) -> Attempt | None:
        """The right to make the call, or None when there is nothing to do now or somebody else has it.

        Args:
            key: which delivery.
            lease: how long the right lasts.
            now: by the sender's clock.
            holder: who wants it.
            may_search: whether the channel can tell what arrived: only then is a delivery in doubt given out again.
            even_if_waiting: do not wait for the next try.
        """
        with self._database.writing() as session:
            row = locked(session, key)
            if not self._is_free(session, row, now, holder, lease):
                return None
            if is_waiting(row, now) and not even_if_waiting:
                return None
            if row.state == _S.UNKNOWN and not may_search:
                return None
            # After any earlier attempt one: what its error said is worth less than a look.
            looks = 2 if row.state == _S.UNKNOWN else min(row.attempts, 1)
            row.state, row.attempts, row.attempt_id = _S.SENDING, row.attempts + 1, uuid4().hex
            row.holder, row.lease_until, row.next_try_at = holder.id, now + lease, None
            entry = self._noted(session, row, JOB, "delivery_sending", f"attempt {row.attempts}")
            return Attempt(entry, row.attempt_id, row.attempts, row.failures, looks, row.attachment)

    def part_sent(self, attempt: Attempt, number: int, lease_until: datetime) -> bool:
        """A part has arrived; False when the delivery is no longer this attempt's, which then has to stop."""
        with self._database.writing() as session:
            row = held(session, attempt)
            if row is None:
                return False
            row.parts_sent, row.failures = number, 0
            row.lease_until, row.changed_at = lease_until, self._clock()
            return True

    def sent(self, attempt: Attempt) -> None:
        """Every part has arrived."""
        with self._database.writing() as session:
            row = held(session, attempt, or_in_doubt=True)
            if row is not None:
                self._settle(session, row, _S.SENT)

    def unknown(self, attempt: Attempt, reason: str, look_again_at: datetime | None = None) -> None:
        """The call ended without an answer; nobody sends it again before having looked or been told."""
        with self._database.writing() as session:
            row = held(session, attempt)
            if row is not None:
                row.failures += 1
                self._settle(session, row, _S.UNKNOWN, reason=reason, next_try_at=look_again_at)

    def failed(self, attempt: Attempt, reason: str) -> None:
        """The channel refused it for good."""
        with self._database.writing() as session:
            row = held(session, attempt)
            if row is not None:
                self._settle(session, row, _S.FAILED, reason=reason)

    def retry_at(self, attempt: Attempt, at: datetime, reason: str) -> None:
        """It surely has not arrived and will be tried again."""
        with self._database.writing() as session:
            row = held(session, attempt)
            if row is not None:
                row.failures += 1
                self._settle(session, row, _S.PENDING, reason=reason, next_try_at=at)

    def skipped(self, key: DeliveryKey, reason: str) -> None:
        """Its time is over; only what waits can be skipped."""
        with self._database.writing() as session:
            row = locked(session, key)
            if row.state == _S.PENDING:
                told = f"{reason} ({row.reason})" if row.reason else reason
                self._settle(session, row, _S.SKIPPED, reason=told)

    def confirm(self, key: DeliveryKey, who: str) -> DeliveryEntry:
        """A person saw that the part in doubt arrived; what comes after it, if anything, waits to be sent.

        Raises:
            UsageError: there is no doubt about it.
        """
        with self._database.writing() as session:
            row = locked(session, key)
            if row.state != _S.UNKNOWN:
                raise UsageError(
                    f"Tin {key} đang ở trạng thái {row.state}; chỉ xác nhận được tin ở trạng thái unknown."
                )
            row.parts_sent, row.failures = row.parts_sent + 1, 0
            state = _S.SENT if row.parts_sent >= len(json.loads(row.parts)) else _S.PENDING
            return self._settle(session, row, state, who=who, what="delivery_confirm")

    def resend(self, key: DeliveryKey, who: str) -> DeliveryEntry:
        """A person wants it sent: it did not arrive.

        Raises:
            UsageError: it was sent, or is about to be.
        """
        return self._reopen(key, who, (_S.UNKNOWN, _S.FAILED, _S.SKIPPED))

    def reopen_skipped(self, key: DeliveryKey, who: str) -> DeliveryEntry:
        """A day sent by hand knows no time that is over."""
        return self._reopen(key, who, (_S.SKIPPED,))

    def _is_free(self, session: Session, row: Delivery, now: datetime, holder: Holder, lease: timedelta) -> bool:
        """Whether nobody has it; of one whose sender died it becomes known here that nothing is known."""
        if row.state != _S.SENDING:
            return row.state in (_S.PENDING, _S.UNKNOWN)
        # A lease that lasts longer than any is from a clock that has been put back since.
        is_over = row.lease_until is None or not (now < row.lease_until <= now + 2 * lease)
        if not is_over or not holder.is_gone(row.holder):
            return False
        self._settle(session, row, _S.UNKNOWN, reason="chương trình dừng giữa lúc gửi")
        return True

    def _reopen(self, key: DeliveryKey, who: str, states: tuple[DeliveryState, ...]) -> DeliveryEntry:
        with self._database.writing() as session:
            row = locked(session, key)
            if row.state not in states:
                raise UsageError(
                    f"Tin {key} đang ở trạng thái {row.state}; chỉ gửi lại được tin ở trạng thái {', '.join(states)}."
                )
            row.failures = 0
            return self._settle(session, row, _S.PENDING, who=who, what="delivery_resend")

    def _settle(
        self,
        session: Session,
        row: Delivery,
        state: DeliveryState,
        *,
        reason: str | None = None,
        next_try_at: datetime | None = None,
        who: str = JOB,
        what: str | None = None,
    ) -> DeliveryEntry:
        row.state, row.reason, row.next_try_at = state, reason, next_try_at
        row.holder = row.lease_until = None
        row.sent_at = self._clock() if state == _S.SENT else None
        row.parts_sent = len(json.loads(row.parts)) if state == _S.SENT else row.parts_sent
        return self._noted(session, row, who, what or f"delivery_{state}", reason or "")

    def _noted(self, session: Session, row: Delivery, who: str, what: str, detail: str) -> DeliveryEntry:
        row.changed_at = self._clock()
        told = f"{row.kind} {row.recipient} {row.business_date.isoformat()}: {detail or row.state}"
        session.add(AuditEntry(at=row.changed_at, who=who, what=what, scope="*", detail=told))
        return entry_of(row)
