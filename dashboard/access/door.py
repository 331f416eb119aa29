"""Decides who asks: the portal's word, a session, or (on this machine, before there is any sign-in) the operator."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flask import Request

from dashboard.access import company, portal
from dashboard.access.secret import long_enough
from dashboard.access.sessions import Session, Sessions
from dashboard.origins import counted_address, is_loopback, origin_of
from phanky.errors import ConfigurationError
from phanky.identity import Identity
from phanky.ledger import Ledger, Limit, Source, UserEntry
from phanky.settings import Settings

Clock = Callable[[], datetime]
_UNKNOWN = "?"
# Longer waits for an address would lock a whole office out because of one person.
_LONGEST_FOR_ADDRESS = timedelta(minutes=1)


class Wait(Exception):  # noqa: N818  # not an error: the answer to an attempt that comes too early
    """Too many failures; ``seconds`` is how long to wait."""

    def __init__(self, left: timedelta) -> None:
        super().__init__(str(left))
        self.seconds = max(1, math.ceil(left.total_seconds()))


@dataclass(frozen=True)
class SignedIn:
    """Who asks; ``session`` only for those who signed in here."""

    identity: Identity
    display_name: str
    session: Session | None = None


def _now() -> datetime:
    return datetime.now(UTC)


class Access:
    """Who may come in at one installation.

    Args:
        ledger: users, failed attempts and the audit log; stays open as long as pages are served.
        operator: who asks where there is no sign-in at all; None: nobody.
    """

    def __init__(
        self, settings: Settings, ledger: Ledger, *, operator: Identity | None = None, clock: Clock = _now
    ) -> None:
        self.settings = settings
        self.ledger = ledger
        self.sessions = Sessions(settings)
        self.clock = clock
        self._operator = operator
        self._portal_secret = portal_secret(settings)

    @property
    def is_open(self) -> bool:
        """Whether whoever reaches this machine's own address is the operator; over as soon as somebody can sign in."""
        here = is_loopback(urlsplit(self.settings.public_url).hostname or "")
        return here and self._operator is not None and not can_sign_in(self.settings, self.ledger)

    @property
    def offers_passwords(self) -> bool:
        """Whether anyone could sign in with a password."""
        return self.ledger.users.has_passwords()

    @property
    def own_origin(self) -> str | None:
        """Of the address that people are told."""
        return origin_of(self.settings.public_url)

    def word_of(self, request: Request) -> portal.Word | None:
        """The portal's word, taken out of the request; nothing where no secret is shared."""
        settings = self.settings
        word = portal.take_word(request.environ, settings.portal_user_header, settings.portal_signature_header)
        return word if self._portal_secret is not None else None

    def identify(self, request: Request, word: portal.Word | None) -> SignedIn | None:
        """Who asks; None for nobody known.

        Raises:
            NotBelievedError: the portal said something that cannot be used; a session beside it does not count.
        """
        if word is not None:
            return self._by_portal(request, word)
        found = self._by_session(request)
        if found is None and self.is_open and self._operator is not None:
            return SignedIn(self._operator, self._operator.name)
        return found

    def _by_session(self, request: Request) -> SignedIn | None:
        session = self.sessions.read(request.cookies, self.clock())
        if session is None or self.ledger.tokens.is_spent(session.id):
            return None
        user = self.ledger.users.find(session.user)
        if user is None or user.is_disabled or user.generation != session.generation:
            return None
        return SignedIn(user.identity, user.display_name, session)

    def _by_portal(self, request: Request, word: portal.Word) -> SignedIn:
        visitor = portal.believed(word, self._portal_secret or "", self.clock())
        holder = f"{request.remote_addr}\0{request.user_agent.string}"
        if not self.ledger.tokens.claim(word.text, holder=holder, until=visitor.until + portal.FAST_CLOCK):
            raise portal.NotBelievedError("replay")
        return SignedIn(visitor.identity, visitor.display_name)

    def with_password(self, name: str, password: str, address: str | None) -> UserEntry | None:
        """The user, when name and password are right; every outcome is in the audit log.

        Raises:
            Wait: too many failures for this name or from this address.
        """
        of_name, of_address = Limit("name", name), self._limit(address)
        left = self.ledger.attempts.begin(of_name, of_address)
        if left > timedelta(0):
            raise Wait(left)
        user = self.ledger.users.with_password(name, password)
        if user is None:
            # What was typed may be a password in the wrong field: only names that exist are written down.
            known = self.ledger.users.find(name)
            self.note(known.identity if known else None, "sign_in_failed", f"password, from {address}")
            return None
        self.ledger.attempts.succeeded(forget=of_name, uncount=of_address)
        self.note(user.identity, "sign_in", f"password, from {address}")
        return user

    def of_company(self, member: company.Member, address: str | None) -> UserEntry | None:
        """Somebody the company's provider vouches for; None when shut out here."""
        user = self.ledger.users.admit(
            member.name,
            display_name=member.display_name,
            role=member.role,
            units=member.units,
            source=Source.OIDC,
        )
        what = "sign_in_failed" if user.is_disabled else "sign_in"
        self.note(user.identity, what, f"company account, from {address}")
        return None if user.is_disabled else user

    def not_of_company(self, name: object, address: str | None) -> None:
        """Somebody the provider knows and no group of ours: who was let in under this name no longer is."""
        known = self.ledger.users.find(f"sso:{name}") if isinstance(name, str) else None
        if known is not None:
            self.ledger.users.end_sessions(known.name, who=known.source)
            self.note(known.identity, "sign_in_failed", f"company account without a group, from {address}")
        else:
            self.note_stranger("sign_in_failed", "company account without a group", address)

    def end(self, signed_in: SignedIn, address: str | None) -> None:
        """Signing out: the session cannot be used again, wherever a copy of it may be."""
        if signed_in.session is not None:
            self.ledger.tokens.spend(signed_in.session.id, until=self.sessions.end_of(signed_in.session))
        self.note(signed_in.identity, "sign_out", f"from {address}")

    def note(self, identity: Identity | None, what: str, detail: str) -> None:
        """Write to the audit log."""
        who, scope = (identity.name, identity.scope_key) if identity is not None else (_UNKNOWN, "")
        plain = "".join(letter if letter.isprintable() else "?" for letter in detail[:500])
        self.ledger.record(who=who[:200], what=what, scope=scope, detail=plain)

    def note_stranger(self, what: str, detail: str, address: str | None) -> None:
        """Write down what somebody unknown did, but not as often as it is done: the log is for ever."""
        if self.ledger.attempts.begin(self._limit(address)) == timedelta(0):
            self.note(None, what, f"{detail}, from {address}")

    def _limit(self, address: str | None) -> Limit:
        return Limit("address", counted_address(address), _LONGEST_FOR_ADDRESS)


def portal_secret(settings: Settings) -> str | None:
    """The secret shared with the portal; ConfigurationError when it could be guessed."""
    found = settings.secret("portal_secret")
    return long_enough(found, "PHANKY_PORTAL_SECRET") if found is not None else None


def can_sign_in(settings: Settings, ledger: Ledger) -> bool:
    """Whether there is any way to prove who one is."""
    return company.is_configured(settings) or portal_secret(settings) is not None or ledger.users.has_passwords()


def require_sign_in_or_loopback(settings: Settings, ledger: Ledger, host: str) -> None:
    """Refuse to listen where strangers are, as long as nobody can sign in.

    Raises:
        ConfigurationError: ``host`` or the address that people are told is beyond this machine, and there is no
            user, no provider and no portal.
    """
    told = urlsplit(settings.public_url).hostname or ""
    reached = next((name for name in (host, told) if not is_loopback(name)), None)
    if reached is not None and not can_sign_in(settings, ledger):
        raise ConfigurationError(
            f"Không mở trang ở {reached or 'mọi địa chỉ'}: chưa có cách đăng nhập nào. Thêm người dùng bằng "
            "“phanky users add TÊN --role leader”, hoặc đặt PHANKY_OIDC_DISCOVERY_URL hay PHANKY_PORTAL_SECRET_FILE; "
            "nếu chỉ dùng trên máy này thì phục vụ ở 127.0.0.1 và để PHANKY_PUBLIC_URL là 127.0.0.1."
        )
