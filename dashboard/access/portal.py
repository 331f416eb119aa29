"""The portal's word on who asks: a header and its signature.  Pure but for the ledger that knows who brought it first.

The word is base64url of JSON ``{"user", "name", "role", "units", "iat"}``, its signature base64url of the HMAC-SHA256
of that text under the shared secret.  It lives for 60 seconds and only for the browser that brought it first.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import math
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from phanky.errors import UsageError
from phanky.identity import Identity, Role
from phanky.ledger.users import checked_units

LIFETIME = timedelta(seconds=60)
FAST_CLOCK = timedelta(seconds=5)
_LONGEST = 4_000


class NotBelievedError(Exception):
    """The word of the portal cannot be used; the message is for the audit log and never repeats what came."""


@dataclass(frozen=True)
class Word:
    """What the portal sent, not yet believed."""

    text: str
    signature: str


@dataclass(frozen=True)
class Visitor:
    """Who asks, by the portal's word."""

    identity: Identity
    display_name: str
    until: datetime


def take_word(environment: MutableMapping[str, Any], user_header: str, signature_header: str) -> Word | None:
    """Take both headers out of a request, so that nothing behind this can mistake them for checked ones."""
    text, signature = (environment.pop(_key(name), None) for name in (user_header, signature_header))
    return None if text is None and signature is None else Word(text or "", signature or "")


def believed(word: Word, secret: str, now: datetime) -> Visitor:
    """Who the word names.

    Raises:
        NotBelievedError: not signed with the secret, too old or from the future, or not the agreed form.
    """
    if len(word.text) > _LONGEST or not _is_signed(word, secret):
        raise NotBelievedError("signature")
    content = _content(word.text)
    issued = content.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float) or not math.isfinite(issued):
        raise NotBelievedError("iat")
    if not -FAST_CLOCK.total_seconds() <= now.timestamp() - issued <= LIFETIME.total_seconds():
        raise NotBelievedError("age")
    until = datetime.fromtimestamp(issued, UTC) + LIFETIME
    return Visitor(_identity(content), _text(content, "name"), until)


def signature_of(text: str, secret: str) -> str:
    """As the portal computes it."""
    digest = hmac.digest(secret.encode(), text.encode("utf-8", "surrogateescape"), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _is_signed(word: Word, secret: str) -> bool:
    given = word.signature.rstrip("=").encode("utf-8", "surrogateescape")
    return hmac.compare_digest(signature_of(word.text, secret).encode(), given)


def _content(text: str) -> dict[str, Any]:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        content = json.loads(raw)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise NotBelievedError("form") from error
    if not isinstance(content, dict):
        raise NotBelievedError("form")
    return content


def _identity(content: dict[str, Any]) -> Identity:
    units = content.get("units") or []
    if not isinstance(units, list) or not all(isinstance(unit, str) for unit in units):
        raise NotBelievedError("units")
    try:
        role = Role(_text(content, "role"))
        scope = checked_units(role, units)
    except (ValueError, UsageError) as error:
        raise NotBelievedError("role") from error
    return Identity(f"portal:{_text(content, 'user')}", scope, role)


def _text(content: dict[str, Any], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > 100 or not value.isprintable():
        raise NotBelievedError(name)
    return value.strip()


def _key(header: str) -> str:
    return "HTTP_" + header.upper().replace("-", "_")
