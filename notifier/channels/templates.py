"""Filling in what the settings leave open, and finding what they name in an answer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

_BLANK = re.compile(r"\{([a-z_]+)\}")
MISSING = object()
"""There is nothing at that path."""


def filled(template: Any, values: Mapping[str, str]) -> Any:
    """The parsed JSON ``template`` with its blanks filled; what is filled in is never read as a template."""
    match template:
        case str():
            return _BLANK.sub(lambda blank: values.get(blank[1], blank[0]), template)
        case list():
            return [filled(item, values) for item in template]
        case dict():
            return {name: filled(item, values) for name, item in template.items()}
        case _:
            return template


def address(template: str, values: Mapping[str, str]) -> str:
    """An address whose blanks are filled with quoted values."""
    quoted = {name: quote(value, safe="") for name, value in values.items()}
    return str(filled(template, quoted))


def at(document: Any, path: str) -> Any:
    """What stands at ``data.items.0.id``, or :data:`MISSING`; the empty path is the whole."""
    for step in filter(None, path.split(".")):
        if isinstance(document, dict) and step in document:
            document = document[step]
        elif isinstance(document, list) and step.isdecimal() and int(step) < len(document):
            document = document[int(step)]
        else:
            return MISSING
    return document


def names(found: Any, marker: str) -> bool:
    """Whether what a search gave tells of this marker: it says so, counts it, or shows a text with it."""
    if isinstance(found, bool | int | float) or found is None:
        return bool(found)
    return _with_end(marker).search(json.dumps(found, ensure_ascii=False)) is not None


def _with_end(marker: str) -> re.Pattern[str]:
    # 1/2 is not 1/20.
    return re.compile(re.escape(marker) + r"(?![0-9A-Za-z])")
