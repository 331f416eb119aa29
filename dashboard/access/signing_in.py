"""The pages of coming in and going out: plain HTML without a script, so that they work everywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from authlib.common.errors import AuthlibBaseError
from flask import Blueprint, Flask, Response, current_app, make_response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError
from requests import RequestException

from dashboard.access import company, texts
from dashboard.access.addresses import COMPANY_RETURN, COMPANY_SIGN_IN, SIGN_IN, SIGN_OUT, safe_target
from dashboard.access.door import Access, SignedIn, Wait
from dashboard.access.portal import NotBelievedError
from dashboard.security import ancestors
from phanky.errors import PhankyError
from phanky.ledger import UserEntry

_TARGET = "toi"
_LONGEST_NAME = 100
_LEFT = "ra"


def add_routes(server: Flask, access: Access) -> None:
    """Put the pages on a server; those of the company's account where there is a provider."""
    routes = Blueprint("access", __name__, template_folder="templates")
    routes.errorhandler(PhankyError)(_unavailable)
    _add_form(routes, access)
    _add_sign_out(routes, access)
    if company.is_configured(access.settings):
        _add_company(routes, access, company.register(server, access.settings))
    server.register_blueprint(routes)


def told(message: str, status: int) -> Response:
    """A refusal in one line of plain text."""
    response = make_response(message, status)
    response.mimetype = "text/plain"
    return response


def _add_form(routes: Blueprint, access: Access) -> None:
    @routes.get(SIGN_IN)
    def sign_in_page() -> ResponseReturnValue:
        target = safe_target(request.args.get(_TARGET))
        if _already(access) is not None:
            return redirect(target, 303)
        return _page(access, target, texts.SIGNED_OUT if _LEFT in request.args else "")

    @routes.post(SIGN_IN)
    def sign_in() -> ResponseReturnValue:
        target = safe_target(request.form.get(_TARGET))
        # A phone begins a name with a capital letter.
        name = request.form.get("ten", "").strip().lower()[:_LONGEST_NAME]
        try:
            user = access.with_password(name, request.form.get("mat-khau", ""), request.remote_addr)
        except Wait as wait:
            return _page(access, target, texts.wait(wait.seconds), 429, **{"Retry-After": str(wait.seconds)})
        return _page(access, target, texts.WRONG, 401) if user is None else _let_in(access, user, target)


def _add_sign_out(routes: Blueprint, access: Access) -> None:
    @routes.get(SIGN_OUT)
    def no_sign_out() -> ResponseReturnValue:
        # An address alone signs nobody out: another site could lead here.  Without this route Dash would answer.
        return make_response("", 405, {"Allow": "POST"})

    @routes.post(SIGN_OUT)
    def sign_out() -> ResponseReturnValue:
        found = _already(access)
        if found is not None:
            access.end(found, request.remote_addr)
        response = redirect(f"{SIGN_IN}?{_LEFT}=1", 303)
        access.sessions.drop(response)
        # The page that is kept for reading offline goes too.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _add_company(routes: Blueprint, access: Access, provider: Any) -> None:
    grants = company.grants_of(access.settings.oidc_groups)
    back = access.settings.public_url.rstrip("/") + COMPANY_RETURN

    @routes.get(COMPANY_SIGN_IN)
    def leave_for_the_provider() -> ResponseReturnValue:
        session[_TARGET] = safe_target(request.args.get(_TARGET))
        return _asking_the_provider(access, lambda: provider.authorize_redirect(back))

    @routes.get(COMPANY_RETURN)
    def back_from_the_provider() -> ResponseReturnValue:
        target = safe_target(session.pop(_TARGET, None))
        return _asking_the_provider(access, lambda: _company_sign_in(access, grants, _claims(provider), target))


def _company_sign_in(
    access: Access, grants: tuple[company.Grant, ...], claims: dict[str, Any], target: str
) -> ResponseReturnValue:
    member = company.member_of(claims, grants, access.settings)
    if member is None:
        access.not_of_company(claims.get(access.settings.oidc_user_claim), request.remote_addr)
        return _page(access, target, texts.NO_ROLE, 403)
    user = access.of_company(member, request.remote_addr)
    return _let_in(access, user, target) if user is not None else _page(access, target, texts.NO_ROLE, 403)


def _claims(provider: Any) -> dict[str, Any]:
    """What the provider says about who came back; its signature, issuer, audience and age are checked on the way."""
    metadata = provider.load_server_metadata()
    expected = {"iss": {"essential": True, "value": metadata.get("issuer")}, "aud": {"value": provider.client_id}}
    token = provider.authorize_access_token(claims_options=expected)
    return dict(token.get("userinfo") or {})


def _asking_the_provider(access: Access, ask: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    try:
        return ask()
    except (AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError, KeyError, TypeError) as error:
        # What another server says is never repeated: it may carry a code or a token.
        current_app.logger.warning("access: the provider did not sign anyone in (%s)", type(error).__name__)
        access.note_stranger("sign_in_failed", f"company account, {type(error).__name__}", request.remote_addr)
        return _page(access, "/", texts.PROVIDER_FAILED, 502)


def _let_in(access: Access, user: UserEntry, target: str) -> ResponseReturnValue:
    now = access.clock()
    response = redirect(target, 303)
    access.sessions.keep(response, access.sessions.begin(user.name, user.generation, now), now)
    return response


def _already(access: Access) -> SignedIn | None:
    try:
        return access.identify(request, access.word_of(request))
    except NotBelievedError:
        return None


def _page(access: Access, target: str, message: str, status: int = 200, **headers: str) -> Response:
    body = render_template(
        "sign-in.html",
        texts=texts,
        company=access.settings.company_name,
        company_sign_in=COMPANY_SIGN_IN if company.is_configured(access.settings) else "",
        action=SIGN_IN,
        has_form=access.offers_passwords,
        message=message,
        is_wrong=status != 200,
        target=target,
        style=_style(),
    )
    response = make_response(body, status, headers)
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src '{_style_hash()}'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        f"frame-ancestors {ancestors(access.settings.portal_origin)}"
    )
    return response


def _unavailable(_error: Exception) -> Response:
    current_app.logger.exception("access: the ledger does not answer")
    return told(texts.UNAVAILABLE, 503)


@cache
def _style() -> str:
    return (Path(__file__).parent / "templates" / "sign-in.css").read_text(encoding="utf-8")


@cache
def _style_hash() -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
