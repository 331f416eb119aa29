"""Who may come in, and as whom.

* :class:`Access` is who may come in at one installation, :func:`protect` puts that before a server,
  :func:`require_sign_in_or_loopback` refuses to listen where strangers are before anyone can sign in.
* :func:`current_identity` is who asks; :func:`signed_in` with the name to show.
* :func:`guarded` stands directly under every ``@app.callback``; :func:`protect` refuses a callback without it.
* :func:`note_export` writes down who takes what away.

A server is put together so::

    access = Access(settings, ledger, operator=operator())
    app = Dash(...)

    @app.callback(Output("page", "children"), Input("url", "pathname"), Input("url", "search"))
    @guarded(optional(text), optional(text))
    def _show(identity, pathname, search): ...

    protect(app, access, open_rules={"/manifest.webmanifest"}, silent_rules={"/hien-hanh"})   # the last call

Dash calls ``app.layout`` once by itself, with nobody asking: figures belong into callbacks and into the served page.
"""

from dashboard.access.callbacks import (
    UnfitError,
    current_identity,
    guarded,
    number,
    optional,
    require_guarded,
    signed_in,
    text,
)
from dashboard.access.demo import DemoUser, demo_users
from dashboard.access.door import Access, SignedIn, can_sign_in, require_sign_in_or_loopback
from dashboard.access.guard import access_of, note_export, protect

__all__ = [
    "Access",
    "DemoUser",
    "SignedIn",
    "UnfitError",
    "access_of",
    "can_sign_in",
    "current_identity",
    "demo_users",
    "guarded",
    "note_export",
    "number",
    "optional",
    "protect",
    "require_guarded",
    "require_sign_in_or_loopback",
    "signed_in",
    "text",
]
