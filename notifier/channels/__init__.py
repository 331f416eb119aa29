"""Ways to a recipient.  What is sent is made elsewhere; a channel only carries it and says what became of it.

* :func:`open_channels` gives all that the settings allow, by name.
* :class:`Channel` is what each of them can do.
"""

from notifier.channels.contract import Channel, Outcome, Piece, Result, SearchFailedError
from notifier.channels.opening import open_channels

__all__ = ["Channel", "Outcome", "Piece", "Result", "SearchFailedError", "open_channels"]
