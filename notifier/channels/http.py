"""Chat eOffice over HTTP.  Its interface is not public, so everything about it is a setting."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import requests

from notifier.channels.contract import Outcome, Piece, Result, SearchFailedError
from notifier.channels.templates import MISSING, address, at, filled, names
from phanky.errors import ConfigurationError
from phanky.settings import Settings

LARGEST_ANSWER = 4_000_000
"""Bytes of an answer that are read."""

_TOO_MANY = 429
_OF_A_GATEWAY = (502, 504)
"""Said by a machine in between: the one behind it may have taken the message."""

_FOR_GOOD = (400, 404, 405, 410, 413, 414, 415, 422)
"""Statuses that another try does not change."""


class HttpChannel:
    """Certificates are checked, redirects are not followed, nothing is logged, no connection is used twice."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._url = settings.chat_url or ""
        self._headers: Mapping[str, str] = json.loads(settings.chat_headers)
        self._body = json.loads(settings.chat_body)
        self._token = settings.secret("chat_token")
        if self._token is None and "{token}" in settings.chat_headers:
            raise ConfigurationError("PHANKY_CHAT_HEADERS cần {token}: đặt PHANKY_CHAT_TOKEN_FILE.")
        self._pace = _Pace(settings.chat_per_second)

    @property
    def can_search(self) -> bool:
        """Whether an address to look markers up is set."""
        return self._settings.chat_search_url is not None

    def send(self, piece: Piece) -> Outcome:
        """One call.  As long as not a byte of the body has left, it surely has not arrived."""
        values = _values(piece)
        body = _Body(json.dumps(filled(self._body, values), ensure_ascii=False).encode())
        headers = {"Content-Type": "application/json; charset=utf-8", **self._filled_headers(piece.id)}
        self._pace.keep()
        try:
            status, answer, wait = self._call(self._settings.chat_method, address(self._url, values), headers, body)
        except (requests.RequestException, OSError, ValueError) as error:
            return _without_answer(error, body)
        return self._judged(status, answer, wait)

    def find(self, marker: str, address_: str) -> bool | None:
        """Look the marker up."""
        if self._settings.chat_search_url is None:
            return None
        url = address(self._settings.chat_search_url, {"marker": marker, "address": address_})
        self._pace.keep()
        try:
            status, answer, _ = self._call("GET", url, self._filled_headers(""), None)
            found = at(json.loads(answer), self._settings.chat_search_path)
        except (requests.RequestException, OSError, ValueError) as error:
            raise SearchFailedError(f"không tra cứu được ({type(error).__name__})") from error
        if status != requests.codes.ok or found is MISSING:
            raise SearchFailedError(f"không tra cứu được (HTTP {status})")
        return names(found, marker)

    def _filled_headers(self, identity: str) -> dict[str, str]:
        return dict(filled(self._headers, {"token": self._token or "", "id": identity}))

    def _call(
        self, method: str, url: str, headers: Mapping[str, str], body: _Body | None
    ) -> tuple[int, bytes, float | None]:
        settings = self._settings
        until = time.monotonic() + settings.chat_connect_timeout + settings.chat_read_timeout
        with requests.Session() as session:
            session.trust_env = False  # no .netrc, no proxy that a log-in shell has set
            session.verify = str(settings.chat_ca_file) if settings.chat_ca_file is not None else True
            with session.request(
                method, url, headers={**headers, "Connection": "close"}, data=body, stream=True, allow_redirects=False,
                timeout=(settings.chat_connect_timeout, settings.chat_read_timeout),
            ) as response:  # fmt: skip
                return response.status_code, _read(response, until), _seconds(response.headers.get("Retry-After"))

    def _judged(self, status: int, answer: bytes, wait: float | None) -> Outcome:
        if status in self._settings.chat_success_status:
            return self._taken(answer)
        reason = f"Chat eOffice trả HTTP {status}"
        if status == _TOO_MANY:
            return Outcome(Result.NOT_SENT, reason, wait)
        if status in _FOR_GOOD:
            return Outcome(Result.REFUSED, reason)
        is_explicit = status >= requests.codes.bad_request and bool(answer.strip()) and status not in _OF_A_GATEWAY
        return Outcome(Result.NOT_SENT if is_explicit else Result.UNKNOWN, reason, wait)

    def _taken(self, answer: bytes) -> Outcome:
        path = self._settings.chat_success_path
        if path is None:
            return Outcome(Result.SENT)
        try:
            found = at(json.loads(answer), path)
        except ValueError:
            return Outcome(Result.UNKNOWN, "Chat eOffice trả lời không phải JSON")
        if found is MISSING:
            return Outcome(Result.UNKNOWN, f"câu trả lời không có “{path}”")
        wanted = self._settings.chat_success_value
        is_taken = found not in (None, False) if wanted is None else wanted in (found, json.dumps(found))
        return Outcome(Result.SENT) if is_taken else Outcome(Result.NOT_SENT, f"“{path}” không như mong đợi")


class _Body(BytesIO):
    """Knows whether anything of it was read, that is, sent."""

    was_read = False

    def read(self, size: int | None = -1) -> bytes:
        self.was_read = True
        return super().read(size)


class _Pace:
    """Not more calls a second than so many, by all threads together."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1 / per_second
        self._next = 0.0
        self._lock = threading.Lock()

    def keep(self) -> None:
        """Wait until the next call may be made."""
        with self._lock:
            now = time.monotonic()
            mine = max(now, self._next)
            self._next = mine + self._gap
        time.sleep(mine - now)


def _values(piece: Piece) -> dict[str, str]:
    attached = base64.b64encode(piece.attachment).decode() if piece.attachment is not None else ""
    return {
        "text": piece.text, "address": piece.address, "marker": piece.marker, "id": piece.id,
        "attachment": attached, "attachment_name": piece.attachment_name if attached else "",
    }  # fmt: skip


def _without_answer(error: Exception, body: _Body) -> Outcome:
    # The text of such an error holds the address; its kind is enough.
    kind = type(error).__name__
    if body.was_read:
        return Outcome(Result.UNKNOWN, f"đã gửi nhưng không có câu trả lời ({kind})")
    return Outcome(Result.NOT_SENT, f"không nối được với Chat eOffice ({kind})")


def _read(response: requests.Response, until: float) -> bytes:
    """The answer, within bounds of size and time."""
    answer = b""
    for block in response.iter_content(65_536):
        answer += block
        if len(answer) > LARGEST_ANSWER or time.monotonic() > until:
            raise OSError("too long an answer")
    return answer


def _seconds(value: Any) -> float | None:
    return float(value) if isinstance(value, str) and value.isdecimal() else None
