"""What every answer carries and who may ask, as long as there is no sign-in: this machine alone."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from phanky.errors import ConfigurationError

DOCS_PREFIX = "/docs/"
_DOCS_POLICY = (
    # The documentation page of dbt is one file that carries its own scripts and evaluates templates.
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)


def require_loopback(host: str) -> None:
    """Refuse to listen beyond this machine.

    Raises:
        ConfigurationError: ``host`` is not a loopback address; there is no sign-in that would protect it.
    """
    if not _is_loopback(host):
        raise ConfigurationError(
            f"Không mở trang ở {host}: chưa có đăng nhập nên chỉ phục vụ trên máy này. Dùng 127.0.0.1."
        )


def guard(server: Flask, script_hashes: Callable[[], Sequence[str]]) -> None:
    """Let only this machine's own names in, and put the protecting headers on every answer."""

    @server.before_request
    def _only_this_machine() -> None:
        # A foreign name that leads here (DNS rebinding) would let another site's page read the answers.
        if not _is_loopback(urlsplit(f"//{request.host}").hostname or ""):
            abort(403)

    @server.after_request
    def _protect(response: Response) -> Response:
        docs = request.path.startswith(DOCS_PREFIX)
        response.headers["Content-Security-Policy"] = _DOCS_POLICY if docs else _policy(script_hashes())
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        if not request.path.startswith(("/assets/", "/_dash-component-suites/")):
            response.headers["Cache-Control"] = "no-store"
        return response


def _policy(hashes: Sequence[str]) -> str:
    scripts = " ".join(["'self'", *hashes])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-ancestors 'self'; base-uri 'none'; "
        "form-action 'none'"
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
