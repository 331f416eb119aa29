"""Stands before every route: who asks, whether a page of ours asks, and the headers of every answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urlsplit

from dash import Dash
from dash.fingerprint import check_fingerprint
from flask import Flask, Response, current_app, g, jsonify, make_response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.access import texts
from dashboard.access.addresses import SIGN_IN, SIGN_OUT
from dashboard.access.callbacks import is_well_formed, require_guarded
from dashboard.access.door import Access, SignedIn
from dashboard.access.portal import NotBelievedError, Word
from dashboard.access.sessions import CookieRules
from dashboard.access.signing_in import add_routes, told
from dashboard.origins import comes_from_here, is_loopback, origin_of
from dashboard.security import ancestors, https_headers, protect_answers
from phanky.errors import PhankyError
from phanky.identity import Identity

EXTENSION = "phanky.access"
OPEN_RULES = frozenset({"/healthz", "/_favicon.ico", "/favicon.ico", "/manifest.webmanifest", "/sw.js", "/robots.txt"})
"""Routes, as they were registered, that anyone may ask for; no figure may ever be behind one of them."""

_OPEN_PREFIXES = ("/assets/", "/_dash-component-suites/", SIGN_IN, SIGN_OUT)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = frozenset({SIGN_IN, SIGN_OUT})
_CALLBACKS = "/_dash-update-component"
_SUITES = "/_dash-component-suites/"
_LARGEST_BODY = 1 << 20
FORBIDDEN = 403
# A proxy says one of these; nobody else has a reason to on this machine.
_PROXY_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")


@dataclass(frozen=True)
class _Rules:
    """Routes as they were registered: for everyone, asked for by pages themselves; paths that take forms."""

    open: Collection[str]
    silent: Collection[str]
    forms: Collection[str]


def protect(
    app: Dash,
    access: Access,
    *,
    open_rules: Collection[str] = (),
    silent_rules: Collection[str] = (),
    forms: Collection[str] = (),
) -> None:
    """Put the door before a server.  Call it last: when all callbacks and routes are there.

    Args:
        app: its server gets the sign-in pages, the guard and the headers.
        access: who may come in.
        open_rules: further routes for everyone, as they were registered (``/manifest.webmanifest``).
        silent_rules: routes that a page asks for by itself; they do not keep a session alive.
        forms: further paths that take forms, for those who are signed in; from pages of this server alone.

    Raises:
        ConfigurationError: a callback without a guard, or settings that contradict each other.
    """
    require_guarded(app)
    server: Flask = app.server
    server.extensions[EXTENSION] = access
    _configure(server, access)
    add_routes(server, access)
    rules = _Rules(OPEN_RULES | set(open_rules), frozenset(silent_rules), _FORMS | set(forms))
    _add_guard(server, app, access, rules)
    settings = access.settings
    framed_by = ancestors(settings.portal_origin)
    # Asked for late: only then has every callback told Dash which scripts the page carries.
    protect_answers(server, cache(app.csp_hashes), https_headers(settings.public_url), framed_by)


def access_of(server: Flask | None = None) -> Access:
    """The access of the running server."""
    found: Access = (server or current_app).extensions[EXTENSION]
    return found


def note_export(identity: Identity, what: str, rows: int) -> None:
    """Write to the audit log who takes what away; call it before the first row leaves."""
    access_of().note(identity, "export", f"{what}: {rows} rows")


def _configure(server: Flask, access: Access) -> None:
    rules = CookieRules.of(access.settings)
    # Flask's own session holds nothing but a sign-in with the company's account that is under way.
    server.secret_key = access.sessions.derived("flask")
    server.config.update(
        MAX_CONTENT_LENGTH=_LARGEST_BODY,
        SESSION_COOKIE_NAME=rules.name("phanky-oidc"),
        SESSION_COOKIE_SECURE=rules.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE=rules.attributes["samesite"],
        SESSION_COOKIE_PARTITIONED=rules.is_cross_site,
        PERMANENT_SESSION_LIFETIME=600,
    )
    hops = access.settings.trusted_proxies
    if hops:
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _add_guard(server: Flask, app: Dash, access: Access, rules: _Rules) -> None:
    def _admit() -> ResponseReturnValue | None:
        word = access.word_of(request)
        rule = request.url_rule.rule if request.url_rule is not None else ""
        refusal = _wrong_sender(access, rules.forms) or _wrong_suite(app)
        if refusal is not None or rule in rules.open or rule.startswith(_OPEN_PREFIXES):
            return refusal
        return _unknown(access, word) or _wrong_place(access) or _wrong_callback(app)

    # First of all: what others do before a request (Dash lays its page out) is not done for strangers.
    server.before_request_funcs.setdefault(None, []).insert(0, _admit)

    @server.after_request
    def _leave(response: Response) -> Response:
        found: SignedIn | None = g.get("signed_in")
        if found is not None:
            _note_refusal(access, response, found)
            if request.url_rule is None or request.url_rule.rule not in rules.silent:
                _renew(access, response, found)
        return response


def _unknown(access: Access, word: Word | None) -> ResponseReturnValue | None:
    """Find out who asks; an answer for those of whom it cannot be found out."""
    try:
        g.signed_in = access.identify(request, word)
        return _ask_to_sign_in() if g.signed_in is None else None
    except NotBelievedError as error:
        access.note_stranger("portal_refused", str(error), request.remote_addr)
        return told(texts.PORTAL_UNKNOWN, 401)
    except PhankyError:
        # The ledger does not answer: nobody can be known, so nobody is let in.
        current_app.logger.exception("access: the ledger does not answer")
        return told(texts.UNAVAILABLE, 503)


def _note_refusal(access: Access, response: Response, found: SignedIn) -> None:
    if response.status_code != FORBIDDEN:
        return
    try:
        access.note(found.identity, "refused", f"{request.method} {request.path[:200]}")
    except PhankyError:
        current_app.logger.exception("access: a refusal was not written down")


def _renew(access: Access, response: Response, found: SignedIn) -> None:
    now = access.clock()
    if found.session is not None and access.sessions.is_due(found.session, now):
        access.sessions.keep(response, found.session, now)


def _wrong_sender(access: Access, forms: Collection[str]) -> Response | None:
    """What changes something must come from our own page: as JSON, or from one of our forms."""
    if request.method in _SAFE:
        return None
    is_form = request.path in forms
    own = {origin_of(request.host_url), access.own_origin}
    here = comes_from_here(request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), own)
    if here is False or (here is None and is_form):
        return told(texts.NOT_FROM_HERE, 403)
    if not is_form and request.mimetype != "application/json":
        return told(texts.ONLY_JSON, 415)
    return None


def _wrong_place(access: Access) -> Response | None:
    """Without sign-in only this machine's own names count: a foreign one that leads here would let another site in."""
    found: SignedIn = g.signed_in
    if found.session is not None or not access.is_open:
        return None
    through_proxy = any(name in request.headers for name in _PROXY_HEADERS)
    if is_loopback(urlsplit(request.host_url).hostname or "") and not through_proxy:
        return None
    return told(texts.NOT_THIS_MACHINE, 403)


def _wrong_suite(app: Dash) -> Response | None:
    """Dash answers a question for a script that it does not have with an error of the server."""
    if not request.path.startswith(_SUITES):
        return None
    package, _, file = request.path.removeprefix(_SUITES).partition("/")
    path, _ = check_fingerprint(file)  # type: ignore[no-untyped-call]
    is_known = package in app.registered_paths and path in app.registered_paths[package]
    return None if is_known else told("", 404)


def _wrong_callback(app: Dash) -> Response | None:
    if request.path != _CALLBACKS or request.method in _SAFE:
        return None
    try:
        body = request.get_json()
    except RecursionError:
        body = None
    return None if is_well_formed(app, body) else told(texts.MALFORMED, 400)


def _ask_to_sign_in() -> ResponseReturnValue:
    is_page = request.method in {"GET", "HEAD"} and request.accept_mimetypes.accept_html
    if not is_page or request.path.startswith("/_"):
        return make_response(jsonify(error=texts.NEEDS_SIGN_IN, sign_in=SIGN_IN), 401)
    target = request.full_path.rstrip("?")
    return redirect(f"{SIGN_IN}?toi={quote(target, safe='/')}" if target != "/" else SIGN_IN, 303)
