"""Where requests come from and whose address that is.  Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit


def origin_of(url: str) -> str | None:
    """Scheme, host and port as a browser writes them in the header Origin; None for what is no address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in {None, usual} else "")


def comes_from_here(site: str | None, origin: str | None, own: Collection[str | None]) -> bool | None:
    """What a browser says about who made a request: this server's page, another one, or (None) nothing.

    Args:
        site: the header Sec-Fetch-Site.
        origin: the header Origin.
        own: origins of this server.
    """
    if site is not None and site not in {"same-origin", "none"}:
        return False
    if origin is not None:
        return origin_of(origin) in own and origin != "null"
    return True if site is not None else None


def is_loopback(host: str) -> bool:
    """Whether a name or address leads to this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def counted_address(address: str | None) -> str:
    """Under which a sender's failures are counted: of IPv6 the network, for a sender has all of it."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return address or "?"
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
