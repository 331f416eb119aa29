"""The signed word that a browser keeps: who signed in, when, and in which generation of that user."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import BadData, URLSafeSerializer
from werkzeug.wrappers import Response

from dashboard.access.secret import session_secret
from phanky.errors import ConfigurationError
from phanky.settings import Settings

_SALT = "phanky.session"
_LONGEST = 2_000


@dataclass(frozen=True)
class Session:
    """One signing-in of one user; what the user may see is never in it, but read anew for every request."""

    user: str
    generation: int
    id: str
    issued_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class CookieRules:
    """How cookies are set at this installation; over plain http they can be neither bound to the host nor secured."""

    is_secure: bool
    is_cross_site: bool

    @classmethod
    def of(cls, settings: Settings) -> CookieRules:
        """From the settings.

        Raises:
            ConfigurationError: frames of another site are asked for over plain http, where browsers refuse them.
        """
        is_secure = settings.public_url.startswith("https://")
        if settings.portal_is_cross_site and not is_secure:
            raise ConfigurationError(
                "PHANKY_PORTAL_IS_CROSS_SITE cần https: qua http trình duyệt không gửi cookie vào khung trang khác. "
                "Đặt PHANKY_PUBLIC_URL là địa chỉ https của trang."
            )
        return cls(is_secure, settings.portal_is_cross_site)

    def name(self, name: str) -> str:
        """``__Host-`` keeps neighbouring hosts from setting it."""
        return f"__Host-{name}" if self.is_secure else name

    @property
    def attributes(self) -> dict[str, Any]:
        """For ``Response.set_cookie``."""
        return {
            "path": "/",
            "httponly": True,
            "secure": self.is_secure,
            "samesite": "None" if self.is_cross_site else "Lax",
            "partitioned": self.is_cross_site,
        }


class Sessions:
    """Signs, reads, renews and takes away sessions."""

    def __init__(self, settings: Settings) -> None:
        self._secret = session_secret(settings)
        self._signer = URLSafeSerializer(self._secret, salt=_SALT)
        self._idle = timedelta(minutes=settings.session_idle_minutes)
        self._longest = timedelta(hours=settings.session_hours)
        self._rules = CookieRules.of(settings)
        self._cookie = self._rules.name("phanky")

    def derived(self, purpose: str) -> str:
        """Another secret for another purpose, so that nothing signed for one is good for the other."""
        return hmac.digest(self._secret.encode(), f"phanky.{purpose}".encode(), "sha256").hex()

    def begin(self, user: str, generation: int, now: datetime) -> Session:
        """A new one: what the browser held before is never carried on."""
        return Session(user, generation, secrets.token_urlsafe(16), now, now)

    def read(self, cookies: Mapping[str, str], now: datetime) -> Session | None:
        """The session in these cookies; None when there is none, it is not ours, or its time is over."""
        word = cookies.get(self._cookie, "")
        if not word or len(word) > _LONGEST:
            return None
        try:
            user, generation, number, issued, seen = self._signer.loads(word)
            found = Session(str(user), int(generation), str(number), _moment(issued), _moment(seen))
        except (BadData, TypeError, ValueError, OverflowError):
            return None
        return found if self._is_alive(found, now) else None

    def _is_alive(self, session: Session, now: datetime) -> bool:
        return now - session.seen_at < self._idle and now < self.end_of(session)

    def end_of(self, session: Session) -> datetime:
        """When it is over whatever happens."""
        return session.issued_at + self._longest

    def is_due(self, session: Session, now: datetime) -> bool:
        """Whether it is time to note that somebody is still there: not with every request."""
        return now - session.seen_at > self._idle / 10

    def keep(self, response: Response, session: Session, now: datetime) -> None:
        """Hand the session to the browser, seen now; the cookie goes when the browser closes."""
        seen = replace(session, seen_at=now)
        word = [seen.user, seen.generation, seen.id, seen.issued_at.timestamp(), seen.seen_at.timestamp()]
        response.set_cookie(self._cookie, str(self._signer.dumps(word)), **self._rules.attributes)

    def drop(self, response: Response) -> None:
        """Take it away from the browser."""
        response.delete_cookie(self._cookie, **self._rules.attributes)


def _moment(seconds: object) -> datetime:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise TypeError("no time")
    return datetime.fromtimestamp(seconds, UTC)
