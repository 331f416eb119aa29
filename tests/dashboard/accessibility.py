"""What axe finds wrong with a page that is open."""

from __future__ import annotations

from importlib.resources import files

from tests.dashboard.browser import Page

_FOUND = """
axe.run({resultTypes: ["violations"]}).then((found) => {
  window.axeFound = found.violations
    .filter((violation) => ["serious", "critical"].includes(violation.impact))
    .map((violation) => [violation.id, ...violation.nodes.slice(0, 3).map((node) => node.html)].join(" | "));
}); 1
"""


def serious_violations(page: Page) -> list[str]:
    """Serious and critical ones, each with the first places where it stands."""
    page.value(files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8") + "; 1")
    page.value("window.axeFound = undefined; 1")
    page.value(_FOUND)
    page.wait("window.axeFound !== undefined")
    found: list[str] = page.value("window.axeFound")
    return found
