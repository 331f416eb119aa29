"""How each verdict looks, the same everywhere: a colour, and a pattern for those who cannot tell colours apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """``pattern`` is Plotly's shape; the style sheet draws the same one on ``.swatch-<verdict>``."""

    colour: str
    pattern: str


# Each colour has a contrast of at least 3 to both the light and the dark ground.
LOOKS: dict[str, Look] = {
    "thieu_ky": Look("#d9480f", ""),
    "thua_ky": Look("#7c5cd6", "/"),
    "chua_du_du_lieu": Look("#768390", "."),
    "thoa_thuan": Look("#2f7fc1", "x"),
    "dung": Look("#128a6a", ""),
}
