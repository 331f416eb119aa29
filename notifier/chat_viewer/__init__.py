"""Plays Chat eOffice on this machine: takes messages, is asked about them, and shows them as a phone would.

Chat eOffice has no published interface, so this is a stand-in of ours: it shows what people would read, and tests and
demo send to it through the same channel that a company points at the real one.  It believes whoever asks, so it
answers this machine alone.

* ``POST /api/messages`` with ``{"to": …, "text": …, "id": …}`` answers ``{"id": …}``.  What is sent twice stands there
  twice: it forgives no sender.  A text is at most 2,000 characters long.
* ``GET /api/messages?marker=…`` answers ``{"found": true|false}``; with ``to=…`` in one conversation alone.
* ``GET /api/messages`` (or with ``to=…``) answers ``{"messages": [{"id", "to", "text", "at"}, …]}``.
* ``POST /api/faults`` with ``{"status": 429, "times": 2}`` makes the next messages go wrong; so does the header
  ``X-Chat-Fault: status=429`` with the one that carries it.  See :class:`Fault`.
* ``GET /`` is the page.
"""

from notifier.chat_viewer.app import create_viewer
from notifier.chat_viewer.faults import FAULT_HEADER, Fault, Faults
from notifier.chat_viewer.serving import ChatServer
from notifier.chat_viewer.store import Conversation, Messages, Received

__all__ = [
    "FAULT_HEADER",
    "ChatServer",
    "Conversation",
    "Fault",
    "Faults",
    "Messages",
    "Received",
    "create_viewer",
]
