"""Callbacks: who asks comes from the request, what is asked is checked, and none can be without that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import update_wrapper
from typing import Any, TypeVar

from dash import Dash
from dash._callback import GLOBAL_CALLBACK_MAP  # callbacks made with dash.callback wait here for the first request
from flask import abort, g

from dashboard.access.door import SignedIn
from phanky.errors import ConfigurationError
from phanky.identity import Identity

T = TypeVar("T")
Check = Callable[[Any], Any]


class UnfitError(ValueError):
    """A value from the browser that no page of ours sends."""


def signed_in() -> SignedIn:
    """Who asks; the request ends with 401 where nobody was let in, whatever else failed to notice."""
    found: SignedIn | None = g.get("signed_in")
    if found is None:
        abort(401)
    return found


def current_identity() -> Identity:
    """The identity of who asks."""
    return signed_in().identity


def text(value: object) -> str:
    """A text of a bounded length."""
    if not isinstance(value, str) or len(value) > 2_000:
        raise UnfitError("text")
    return value


def number(value: object) -> int:
    """A whole number that is no flag, from 0 on."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
        raise UnfitError("number")
    return value


def optional(check: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """Nothing, or what ``check`` lets through."""
    return lambda value: None if value is None else check(value)


class Guarded:
    """A callback behind its checks; made by :func:`guarded`."""

    def __init__(self, function: Callable[..., Any], checks: tuple[Check, ...]) -> None:
        update_wrapper(self, function)
        self._function = function
        self._checks = checks

    def __call__(self, *values: Any) -> Any:
        """The callback's answer to values from a browser."""
        identity = current_identity()
        if len(values) != len(self._checks):
            abort(400)
        try:
            fit = [check(value) for check, value in zip(self._checks, values, strict=True)]
        except UnfitError:
            abort(400)
        return self._function(identity, *fit)


def guarded(*checks: Check) -> Callable[[Callable[..., Any]], Guarded]:
    """Directly under ``@app.callback``: the function gets the identity, then each input through its check."""
    return lambda function: Guarded(function, checks)


def require_guarded(app: Dash) -> None:
    """Refuse to start with a callback that takes whatever comes from whoever.

    Raises:
        ConfigurationError: naming the outputs of the callback.
    """
    for output, entry in {**GLOBAL_CALLBACK_MAP, **app.callback_map}.items():
        if "callback" in entry and not is_guarded(entry):
            raise ConfigurationError(
                f"Callback của “{output}” không kiểm người gọi và dữ liệu vào. Đặt @guarded(…) ngay dưới @app.callback."
            )
        if any(not isinstance(part["id"], str) or part["id"].startswith("{") for part in _parts(entry)):
            raise ConfigurationError(f"Callback của “{output}” dùng id theo mẫu, chưa kiểm được. Dùng id cố định.")


def is_guarded(entry: Mapping[str, Any]) -> bool:
    """Whether what Dash would call is a guarded function, and not only something that wraps one."""
    return isinstance(getattr(entry.get("callback"), "__wrapped__", None), Guarded)


def is_well_formed(app: Dash, body: object) -> bool:
    """Whether a request is one that our own page could make: a guarded callback with its inputs and outputs.

    Dash itself answers anything else with an error of the server.
    """
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return False
    entry = app.callback_map.get(body["output"])
    if entry is None or not is_guarded(entry):
        return False
    changed = body.get("changedPropIds", [])
    return (
        _names(body.get("inputs", [])) == _names(entry["inputs"])
        and _names(body.get("state", [])) == _names(entry["state"])
        and _named_outputs(body) in (_named_outputs(entry, "output"), None)
        and isinstance(changed, list)
        and all(isinstance(name, str) for name in changed)
    )


def _parts(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*entry["inputs"], *entry["state"]]


def _names(parts: object) -> list[tuple[object, object]] | None:
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        return None
    return [(part.get("id"), part.get("property")) for part in parts]


def _named_outputs(holder: Mapping[str, Any], key: str = "outputs") -> object:
    found = holder.get(key)
    if isinstance(found, list | tuple):
        return [_named(part) for part in found]
    return None if found is None else _named(found)


def _named(part: Any) -> object:
    if isinstance(part, dict):
        return (part.get("id"), part.get("property"))
    return (getattr(part, "component_id", None), getattr(part, "component_property", None))
