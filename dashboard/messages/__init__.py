"""Tin nhắn: what was sent to whom, how far it came, and what a person decides where nobody else can know."""

from dashboard.messages.reading import read_messages
from dashboard.messages.routes import FORMS, add_routes
from dashboard.messages.values import Messages, Shown

__all__ = ["FORMS", "Messages", "Shown", "add_routes", "read_messages"]
