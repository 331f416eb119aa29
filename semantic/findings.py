"""A finding as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from phanky import vietnamese as vi


def tell_finding(finding: Mapping[str, Any]) -> str:
    """Fill the rule's own sentence with what was found.

    Args:
        finding: ``finding_vi`` of ``dim_rules`` with ``evidence``, ``evidence_value`` (a decimal) and
            ``reference_value`` (a decimal) of ``fct_rule_results``.
    """
    sentence: str = finding["finding_vi"]
    return sentence.format(
        evidence=_spoken(finding["evidence"]),
        value=vi.number(finding["evidence_value"]),
        reference=vi.number(finding["reference_value"]),
    )


def _spoken(evidence: str | None) -> str:
    if evidence is None:
        return vi.NOTHING
    try:
        return vi.date(date.fromisoformat(evidence))
    except ValueError:
        return evidence
