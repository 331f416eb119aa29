"""The stand-in's web application: the interface that senders use, and the page."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import tzinfo
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Flask, Response, abort, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from notifier.chat_viewer import texts
from notifier.chat_viewer.faults import FAULT_HEADER, Fault, Faults
from notifier.chat_viewer.reading import days, entry
from notifier.chat_viewer.store import Messages, Received

PART_LIMIT = 2_000
_LARGEST_BODY = 1 << 18
_LONGEST_NAME = 400
_MOST_FAULTS = 1_000
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def create_viewer(
    messages: Messages,
    faults: Faults | None = None,
    *,
    names: Mapping[str, str] | None = None,
    leads_to: str = "",
    timezone: str = "Asia/Ho_Chi_Minh",
) -> Flask:
    """The application over these messages.

    Args:
        faults: of the messages to come.
        names: address -> name that people know it by.
        leads_to: address of the dashboard; links to it can be tapped.
        timezone: of the times shown.
    """
    server = Flask(__name__)
    server.config["MAX_CONTENT_LENGTH"] = _LARGEST_BODY
    _add_protection(server)
    _add_interface(server, messages, faults or Faults())
    _add_page(server, messages, names or {}, leads_to.rstrip("/"), ZoneInfo(timezone))
    return server


def _add_protection(server: Flask) -> None:
    @server.before_request
    def _only_this_machine() -> ResponseReturnValue | None:
        # A foreign name that leads here would let another site's page read the messages.
        here = urlsplit(f"//{request.host}").hostname in {"127.0.0.1", "localhost", "::1"}
        return None if here else (texts.ONLY_HERE, 403)

    @server.after_request
    def _protect(response: Response) -> Response:
        response.headers.update(_HEADERS)
        return response


def _add_interface(server: Flask, messages: Messages, faults: Faults) -> None:
    @server.post("/api/messages")
    def _take() -> ResponseReturnValue:
        given = _json()
        to, text, id_ = (_text(given, name) for name in ("to", "text", "id"))
        if len(text) > PART_LIMIT:
            return _refused(texts.TOO_LONG, 400)
        return _taken(messages, _fault(faults), to, text, id_)

    @server.get("/api/messages")
    def _ask() -> Response:
        to, marker = request.args.get("to"), request.args.get("marker")
        if marker:
            return jsonify(found=messages.holds(marker, to))
        return jsonify(messages=[_shown(message) for message in messages.all(to)])

    @server.post("/api/faults")
    def _misbehave() -> ResponseReturnValue:
        given = _json()
        try:
            times = int(given.pop("times", 1))
            faults.add(Fault.parse(given), min(max(times, 0), _MOST_FAULTS))
        except (TypeError, ValueError) as error:
            return _refused(str(error), 400)
        return jsonify(times=times)

    @server.get("/api/state")
    def _state() -> Response:
        return jsonify(count=len(messages))


def _taken(messages: Messages, fault: Fault, to: str, text: str, id_: str) -> ResponseReturnValue:
    if fault.when_kept == "before":
        messages.add(to, text, id_)
    time.sleep(fault.delay)
    if fault.when_kept == "after":
        messages.add(to, text, id_)
    return jsonify(id=id_) if fault.status < 300 else _refused(texts.FAILING, fault.status)


def _fault(faults: Faults) -> Fault:
    asked = request.headers.get(FAULT_HEADER)
    if asked is None:
        return faults.next()
    try:
        return Fault.of_header(asked)
    except ValueError as error:
        abort(_refused(str(error), 400))


def _refused(why: str, status: int) -> Response:
    response = make_response(jsonify(error=why), status)
    if status == 429:
        response.headers["Retry-After"] = "1"
    return response


def _json() -> dict[str, Any]:
    # Asked for by its type: another site's page cannot send JSON here without being asked first.
    found = request.get_json(silent=True) if request.is_json else None
    if not isinstance(found, dict):
        abort(_refused(texts.NOT_JSON, 400))
    return found


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value or (name != "text" and len(value) > _LONGEST_NAME):
        abort(_refused(texts.NOT_JSON, 400))
    return value


def _shown(message: Received) -> dict[str, str]:
    return {"id": message.id, "to": message.to, "text": message.text, "at": message.at.isoformat()}


def _add_page(server: Flask, messages: Messages, names: Mapping[str, str], leads_to: str, zone: tzinfo) -> None:
    @server.get("/")
    def _page() -> ResponseReturnValue:
        wanted, count = request.args.get("voi"), len(messages)
        conversations = messages.conversations()
        opened = next((one for one in conversations if one.to == wanted), None)
        page = render_template(
            "chat.html",
            texts=texts,
            count=count,
            entries=[entry(one, names, zone, wanted) for one in conversations],
            name=names.get(wanted, wanted) if wanted is not None else None,
            days=days(opened, zone, leads_to) if opened is not None else (),
        )
        return page, 404 if wanted is not None and opened is None else 200

    @server.get("/chat.<kind>")
    def _file(kind: str) -> ResponseReturnValue:
        types = {"css": "text/css", "js": "text/javascript"}
        if kind not in types:
            return "", 404
        content = files("notifier.chat_viewer").joinpath("templates", f"chat.{kind}").read_text("utf-8")
        return Response(content, mimetype=types[kind])
