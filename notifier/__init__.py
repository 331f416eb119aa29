"""The day's messages: figures of a release become plain Vietnamese text, in parts that Chat eOffice takes.

* :func:`messages` makes all of one day; :func:`digest` alone is pure: figures in, text out.
* :func:`listed_recipients` reads who gets one.
"""

from notifier.digest import Edition, Figures, digest, marker
from notifier.issue import messages
from notifier.message import Message
from notifier.recipients import Recipient, listed_recipients

__all__ = ["Edition", "Figures", "Message", "Recipient", "digest", "listed_recipients", "marker", "messages"]
