"""One unit's month in its parts: price groups, required and actual numbers of kỳ, findings.  Within the scope alone."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.view import View


@dataclass(frozen=True)
class PriceGroup:
    """Customers with these price groups; ``name`` is None where there is none."""

    name: str | None
    in_scope: int
    wrong: int
    share_right: float | None


@dataclass(frozen=True)
class Periods:
    """Customers by the number of kỳ that they must have and that they have; None: nobody knows."""

    required: int | None
    actual: int | None
    customers: int


@dataclass(frozen=True)
class Finding:
    """How many customers of a rule's finding."""

    rule_id: str
    name: str
    customers: int


def price_groups(view: View, month: str, unit: str) -> tuple[PriceGroup, ...]:
    """By price group, the one with most wrong first."""
    metrics = ("customers_in_scope", "customers_wrong", "share_right")
    order = ("-customers_wrong", "-customers_in_scope")
    found = view.release.query(metrics, ["price_group"], {"month": month, "unit_code": unit}, order).to_pylist()
    return tuple(
        PriceGroup(row["price_group"], row["customers_in_scope"], row["customers_wrong"] or 0, row["share_right"])
        for row in found
        if row["customers_in_scope"]
    )


def periods(view: View, month: str, unit: str) -> tuple[Periods, ...]:
    """By required and actual number of kỳ."""
    keys = ("required_periods", "actual_periods")
    found = view.release.query(("customers_in_scope",), keys, {"month": month, "unit_code": unit}).to_pylist()
    return tuple(
        Periods(row["required_periods"], row["actual_periods"], row["customers_in_scope"])
        for row in found
        if row["customers_in_scope"]
    )


def findings(view: View, month: str, unit: str) -> tuple[Finding, ...]:
    """By the rule that found them, the most frequent first."""
    asked = {"month": month, "unit_code": unit}
    found = view.release.query(("findings",), ["rule_id"], asked, ["-findings"]).to_pylist()
    names = {
        row["rule_id"]: row["name_vi"] for row in view.release.rows("dim_rules", ["rule_id", "name_vi"]).to_pylist()
    }
    return tuple(
        Finding(row["rule_id"], names.get(row["rule_id"], row["rule_id"]), row["findings"])
        for row in found
        if row["findings"]
    )
