"""The two forms of the page: a person says that a message in doubt arrived, or wants one sent again."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, redirect, request
from flask.typing import ResponseReturnValue

from dashboard.access import current_identity
from dashboard.address import EMBEDDED, Address
from dashboard.messages.reading import DAY
from dashboard.messages.visible import sees_all
from dashboard.texts import messages as texts
from dashboard.view import Deliveries
from phanky.errors import PhankyError, UsageError
from phanky.ledger import DeliveryEntry, DeliveryKey

PATH = "/tin-nhan"
CONFIRM, RESEND = f"{PATH}/xac-nhan", f"{PATH}/gui-lai"
FORMS = (CONFIRM, RESEND)
"""For the guard: it lets forms through nowhere else, and these only from pages of this server."""

ID = "tin"
_LONGEST = 200
Decide = Callable[[DeliveryKey, str], DeliveryEntry]


def add_routes(server: Flask, deliveries: Deliveries) -> None:
    """Take the forms; the ledger writes down who decided what."""
    server.add_url_rule(CONFIRM, CONFIRM, lambda: _decided(deliveries, deliveries.confirm), methods=["POST"])
    server.add_url_rule(RESEND, RESEND, lambda: _decided(deliveries, deliveries.resend), methods=["POST"])


def _decided(deliveries: Deliveries, decide: Decide) -> ResponseReturnValue:
    identity = current_identity()
    if not sees_all(identity):
        return _told(texts.NOT_FOR_YOU, 403)
    try:
        key = deliveries.find(request.form.get(ID, "")[:_LONGEST]).key
    except UsageError:
        return _told(texts.NO_SUCH, 404)
    try:
        decide(key, identity.name)
    except UsageError as error:
        # Somebody else was quicker, or the sender was.
        return _told(str(error), 409)
    except PhankyError as error:
        return _told(str(error), 503)
    embedded = {EMBEDDED: "1"} if request.form.get(EMBEDDED) == "1" else {}
    return redirect(Address(PATH).having(**{DAY: key.business_date.isoformat()}, **embedded).href, 303)


def _told(message: str, status: int) -> Response:
    return Response(message, status, content_type="text/plain; charset=utf-8")
