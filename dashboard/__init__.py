"""The page on the portal and on phones: Tổng quan of the release in service.

:func:`create_app` makes the web application, :class:`PageServer` serves it on this machine.
Figures come from :mod:`semantic` alone.
"""

from dashboard.app import create_app
from dashboard.serving import PageServer

__all__ = ["PageServer", "create_app"]
