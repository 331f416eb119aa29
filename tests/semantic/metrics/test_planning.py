"""How a question becomes SQL."""

from __future__ import annotations

from semantic import Release


def test_metrics_of_two_marts_share_a_dimension_that_each_has_of_its_own(company: Release) -> None:
    """August 2026: findings 3 + 1 of Đông Hà's customers today and 1 of Gio Linh's; too few 1 + 1 of Đông Hà's."""
    found = company.query(
        ["customers_too_few", "findings"],
        ["managing_unit_code"],
        {"managing_unit_code": ["PC02AA", "PC02CC"], "month": "2026-08"},
    )

    assert found.to_pylist() == [
        {"managing_unit_code": "PC02AA", "customers_too_few": 2, "findings": 4},
        {"managing_unit_code": "PC02CC", "customers_too_few": 0, "findings": 1},
    ]
