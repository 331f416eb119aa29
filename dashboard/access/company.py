"""Signing in with the company's account: OpenID Connect, and which groups give which role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.flask_client import OAuth
from flask import Flask

from dashboard.origins import is_loopback
from phanky.errors import ConfigurationError, UsageError
from phanky.identity import Role
from phanky.ledger.users import checked_units
from phanky.settings import Settings

PROVIDER = "company"
_TIMEOUT_SECONDS = 10
_WIDEST_FIRST = (Role.LEADER, Role.DEPARTMENT, Role.DIRECTOR, Role.STAFF)


@dataclass(frozen=True)
class Grant:
    """What being in one group gives."""

    group: str
    role: Role
    units: frozenset[str]


@dataclass(frozen=True)
class Member:
    """Someone the provider vouches for, with what its groups give."""

    name: str
    display_name: str
    role: Role
    units: frozenset[str]


def is_configured(settings: Settings) -> bool:
    """Whether there is a provider."""
    return settings.oidc_discovery_url is not None


def register(server: Flask, settings: Settings) -> Any:
    """The provider's client; it is asked for its addresses when somebody signs in, not before.

    Raises:
        ConfigurationError: a setting is missing, or the provider would be asked over plain http.
    """
    for name in ("oidc_client_id", "oidc_groups"):
        if not getattr(settings, name):
            raise ConfigurationError(f"Có PHANKY_OIDC_DISCOVERY_URL mà thiếu PHANKY_{name.upper()}. Đặt thêm biến này.")
    url = urlsplit(str(settings.oidc_discovery_url))
    if url.scheme != "https" and not is_loopback(url.hostname or ""):
        raise ConfigurationError("PHANKY_OIDC_DISCOVERY_URL phải là địa chỉ https.")
    oauth = OAuth(server)
    return oauth.register(
        PROVIDER,
        server_metadata_url=settings.oidc_discovery_url,
        client_id=settings.oidc_client_id,
        client_secret=settings.secret("oidc_client_secret"),
        client_kwargs={
            "scope": settings.oidc_scope,
            "code_challenge_method": "S256",
            "default_timeout": _TIMEOUT_SECONDS,
        },
    )


def grants_of(rules: Sequence[str]) -> tuple[Grant, ...]:
    """From the setting ``oidc_groups``.

    Raises:
        ConfigurationError: naming the rule that cannot be read.
    """
    return tuple(map(_grant, rules))


def _grant(rule: str) -> Grant:
    group, _, right = rule.rpartition("=")
    role, _, units = right.partition(":")
    try:
        scope = checked_units(Role(role.strip()), [unit.strip() for unit in units.split("+") if unit.strip()])
    except (ValueError, UsageError) as error:
        raise ConfigurationError(
            f"PHANKY_OIDC_GROUPS: không hiểu “{rule}”. Viết nhóm=leader, nhóm=department, nhóm=director:PC02AA "
            "hoặc nhóm=staff:PC02AA+PC02BB, cách nhau bằng dấu ;."
        ) from error
    return Grant(group.strip(), Role(role.strip()), scope or frozenset())


def member_of(claims: Mapping[str, Any], grants: Sequence[Grant], settings: Settings) -> Member | None:
    """Whom the claims name; None when no group of theirs gives anything.

    Of several groups the widest role holds; units add up.
    """
    name = claims.get(settings.oidc_user_claim)
    held = _listed(claims.get(settings.oidc_groups_claim))
    found = [grant for grant in grants if grant.group in held]
    if not found or not isinstance(name, str) or not name.isprintable() or not 0 < len(name) <= 90:
        return None
    role = next(role for role in _WIDEST_FIRST if any(grant.role is role for grant in found))
    units = frozenset[str]() if role.sees_all else frozenset().union(*(grant.units for grant in found))
    shown = claims.get("name")
    display = shown[:200] if isinstance(shown, str) and shown.isprintable() and shown.strip() else name
    return Member(f"sso:{name}", display, role, units)


def _listed(groups: object) -> frozenset[str]:
    if isinstance(groups, str):
        return frozenset({groups})
    return frozenset(group for group in groups if isinstance(group, str)) if isinstance(groups, list) else frozenset()
