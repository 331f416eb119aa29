"""The addresses of coming in and going out, and where to go after that.  Pure."""

from __future__ import annotations

import re

SIGN_IN = "/dang-nhap"
SIGN_OUT = "/dang-xuat"
COMPANY_SIGN_IN = "/dang-nhap/cong-ty"
COMPANY_RETURN = "/dang-nhap/cong-ty/ve"

_LONGEST = 2_000
# A browser drops tabs and line ends from an address and reads \ as /: "/\t/x" and "/\x" lead to the host x.
_STRANGE = re.compile(r"[\x00-\x20\\\x7f-\x9f]")


def safe_target(wish: object) -> str:
    """A page of this server; anything else is the first page."""
    if not isinstance(wish, str) or len(wish) > _LONGEST or _STRANGE.search(wish):
        return "/"
    if not wish.startswith("/") or wish.startswith("//"):
        return "/"
    return "/" if wish.startswith((SIGN_IN, SIGN_OUT, "/_")) else wish
