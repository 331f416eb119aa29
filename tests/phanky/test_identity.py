"""Who asks, and how scopes are told apart."""

from __future__ import annotations

import pytest

from phanky.identity import of_units, whole_company


def test_equal_units_in_any_order_are_one_scope() -> None:
    assert of_units("a", "PC02AA", "PC02BB").scope_key == of_units("b", "PC02BB", "PC02AA").scope_key


@pytest.mark.parametrize("unit", ["*", "PC02AA,PC02BB", "PC02AA%2CPC02BB"])
def test_a_unit_called_like_other_scopes_is_none_of_them(unit: str) -> None:
    others = (whole_company("c").scope_key, of_units("b", "PC02AA", "PC02BB").scope_key)
    assert of_units("a", unit).scope_key not in others
