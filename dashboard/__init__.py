"""The page on the portal and on phones: Tổng quan of the release in service.

:func:`create_app` makes the web application over the releases that :func:`follow_releases` hands out,
:class:`PageServer` serves it on this machine.
Figures come from :mod:`semantic` alone.
"""

from dashboard.app import create_app
from dashboard.reading import follow_releases
from dashboard.serving import PageServer

__all__ = ["PageServer", "create_app", "follow_releases"]
