"""What every answer carries: who may frame it, where its parts may come from, that no copy of data is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from dashboard.origins import is_loopback, origin_of
from phanky.errors import ConfigurationError

DOCS_PREFIX = "/docs/"
_STATIC = ("/assets/", "/tinh/", "/_dash-component-suites/")
_YEAR_SECONDS = 365 * 24 * 3600
_DOCS_POLICY = (
    # The documentation page of dbt is one file that carries its own scripts and evaluates templates.
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def require_loopback(host: str) -> None:
    """Refuse to listen beyond this machine.

    Raises:
        ConfigurationError: ``host`` is not a loopback address; there is no sign-in that would protect it.
    """
    if not is_loopback(host):
        raise ConfigurationError(
            f"Không mở trang ở {host}: chưa có đăng nhập nên chỉ phục vụ trên máy này. Dùng 127.0.0.1."
        )


def guard(server: Flask, script_hashes: Callable[[], Sequence[str]]) -> None:
    """Let only this machine's own names in, and put the protecting headers on every answer.

    For a server without :mod:`dashboard.access`.
    """

    @server.before_request
    def _only_this_machine() -> None:
        # A foreign name that leads here (DNS rebinding) would let another site's page read the answers.
        if not is_loopback(urlsplit(f"//{request.host}").hostname or ""):
            abort(403)

    protect_answers(server, script_hashes, {}, ancestors(None))


def protect_answers(
    server: Flask, script_hashes: Callable[[], Sequence[str]], further: Mapping[str, str], framed_by: str
) -> None:
    """Put the protecting headers on every answer; a view that has set its own policy keeps it.

    Args:
        server: the server.
        script_hashes: of the scripts that stand in the page itself.
        further: headers of this installation.
        framed_by: from :func:`ancestors`.
    """

    @server.after_request
    def _protect(response: Response) -> Response:
        docs = request.path.startswith(DOCS_PREFIX)
        if "Content-Security-Policy" not in response.headers:
            policy = _DOCS_POLICY if docs else _policy(script_hashes(), framed_by)
            response.headers["Content-Security-Policy"] = policy
        response.headers.update({**_HEADERS, **further})
        if not request.path.startswith(_STATIC):
            response.headers["Cache-Control"] = "no-store"
        return response


def ancestors(portal_origin: str | None) -> str:
    """Who may show a page in a frame: itself and the portal.

    Raises:
        ConfigurationError: the portal's origin is no origin.
    """
    if portal_origin is None:
        return "'self'"
    origin = origin_of(portal_origin)
    if origin is None or origin != portal_origin.rstrip("/").lower():
        raise ConfigurationError(
            f"PHANKY_PORTAL_ORIGIN “{portal_origin}” không đúng dạng: chỉ gồm giao thức, tên máy và cổng, không có "
            "đường dẫn. Ví dụ: https://cong.example.vn"
        )
    return f"'self' {origin}"


def https_headers(public_url: str) -> dict[str, str]:
    """What holds where people come over https: from then on only so."""
    if not public_url.startswith("https://"):
        return {}
    return {"Strict-Transport-Security": f"max-age={_YEAR_SECONDS}"}


def _policy(hashes: Sequence[str], framed_by: str) -> str:
    scripts = " ".join(["'self'", *hashes])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        f"frame-ancestors {framed_by}; base-uri 'none'; form-action 'self'"
    )
