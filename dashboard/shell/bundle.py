"""What a browser needs besides a page: one script, one style, made small once and kept by the browser for a year."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

import brotli
import dash

SHELL = Path(__file__).parent
ASSETS = SHELL.parent / "assets"
FOLDER = "/tinh/"
"""Under which scripts are served, by a name that changes with what is in them."""

# In Dash's order.  Its polyfill is for browsers of a time before the pages' style sheet; those get the plain HTML.
_CORE = (
    "deps/react@18.3.1.min.js",
    "deps/react-dom@18.3.1.min.js",
    "deps/prop-types@15.8.1.min.js",
    "html/dash_html_components.min.js",
)
_RENDERER = "dash-renderer/build/dash_renderer.min.js"
_START = "new DashRenderer();"
_SUITE = re.compile(r'src="(/_dash-component-suites/([a-z_]+)/(?:([a-z]+)/)?[^"]+)"')
_NAMESPACES = {"dcc": "dash_core_components", "dash_table": "dash_table", "dash_ag_grid": "dash_ag_grid"}


@dataclass(frozen=True)
class Bundle:
    """A file as it is sent; ``name`` holds the beginning of its hash."""

    name: str
    plain: bytes

    @cached_property
    def encodings(self) -> dict[str, bytes]:
        """Made as small as can be, which takes two seconds: once for as long as the server runs."""
        return {"br": brotli.compress(self.plain, quality=11), "gzip": gzip.compress(self.plain, 9)}

    def encoded(self, accepted: str) -> tuple[bytes, str | None]:
        """The bytes for a browser that says what it takes, and how they are encoded."""
        name = next((name for name in self.encodings if name in accepted), None)
        return (self.encodings[name] if name is not None else self.plain), name


@cache
def script() -> Bundle:
    """Dash's renderer with what it rests on, and the pages' own script before it."""
    package = files(dash)
    parts = [package.joinpath(name).read_text("utf-8") for name in (*_CORE, _RENDERER)]
    scripts = [ASSETS / "front.js", *sorted((ASSETS / "pages").glob("*.js"))]
    own = "\n".join(path.read_text("utf-8") for path in scripts)
    text = ";\n".join([*parts[:-1], own, parts[-1], _START])
    content = re.sub(r"\n?//# sourceMappingURL=\S+", "", text).encode()
    return Bundle(f"dash-renderer.{hashlib.sha256(content).hexdigest()[:16]}.js", content)


@cache
def style() -> str:
    """All style sheets in one; it stands in the page, so that nothing waits for another request."""
    sheets = [ASSETS / "phanky.css", *sorted((ASSETS / "pages").glob("*.css"))]
    text = "\n".join(sheet.read_text("utf-8") for sheet in sheets)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", text).strip()


def lazy_libraries(scripts_html: str) -> dict[str, list[str]]:
    """Namespace of components -> the scripts that draw them, out of the tags that Dash would write."""
    found = list(_suites(scripts_html))
    polyfill = [url for url, _ in found if "polyfill" in url]
    plotly = [url for url, _ in found if "/plotly/" in url]
    libraries: dict[str, list[str]] = {}
    for url, package in found:
        if package in _NAMESPACES:
            libraries.setdefault(_NAMESPACES[package], [*polyfill, *(plotly if package == "dcc" else [])]).append(url)
    return libraries


def _suites(scripts_html: str) -> Iterable[tuple[str, str]]:
    for match in _SUITE.finditer(scripts_html):
        url, package, part = match.groups()
        yield url, part if package == "dash" and part is not None else package
