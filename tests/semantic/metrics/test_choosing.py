"""Values to choose from: those of the scope, and none where there are codes without end."""

from __future__ import annotations

import pytest

from phanky.errors import UsageError
from semantic import Release


def test_a_dimension_with_words_offers_every_code_that_has_one(company: Release) -> None:
    assert company.values_of("verdict") == (
        "chua_du_du_lieu", "dung", "ngoai_pham_vi", "thieu_ky", "thoa_thuan", "thua_ky",
    )  # fmt: skip


def test_numbers_of_periods_are_offered_as_numbers(company: Release) -> None:
    assert set(company.values_of("required_periods") or ()) <= {1, 2, 3}


def test_a_director_is_offered_values_of_his_own_rows_alone(company: Release, dong_ha: Release) -> None:
    assert set(company.values_of("managing_unit_code") or ()) > {"PC02AA"}
    assert dong_ha.values_of("managing_unit_code") == ("PC02AA",)


@pytest.mark.parametrize("dimension", ["customer_id", "customer_name", "book_codes"])
def test_codes_without_end_are_typed_not_chosen(company: Release, dimension: str) -> None:
    assert company.values_of(dimension) is None


def test_more_values_than_asked_for_are_none(company: Release) -> None:
    assert company.values_of("verdict", 5) is None
    assert company.values_of("price_group", 0) is None


def test_an_unknown_dimension_is_told_with_what_is_near(company: Release) -> None:
    with pytest.raises(UsageError, match="price_group"):
        company.values_of("price_grup")
