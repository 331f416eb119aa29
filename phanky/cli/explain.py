"""``phanky explain``: one verdict argued as a person would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from phanky.cli.help import ARGUMENTS, OPTIONS
from phanky.cli.options import Format, FormatOption, ReleaseOption

if TYPE_CHECKING:
    from semantic import Release, Words

_MARTS = (
    "dim_customers",
    "dim_rules",
    "dim_snapshot",
    "dim_units",
    "dim_words",
    "fct_reading_period_compliance",
    "fct_rule_results",
)
_FINDINGS = """
SELECT
    rule.name_vi, rule.finding_vi, result.evidence, result.severity, result.rule_id,
    result.evidence_value, result.reference_value
FROM phanky.marts.fct_rule_results AS result
INNER JOIN phanky.marts.dim_rules AS rule USING (rule_id)
WHERE result.customer_id = ? AND result.month = ? AND rule.rule_group <> 'reading_periods'
ORDER BY result.rule_id
"""
_NEAR = """
SELECT customer_id FROM phanky.marts.dim_customers
ORDER BY levenshtein(customer_id, ?), customer_id LIMIT 3
"""


@dataclass(frozen=True)
class Explanation:
    """Why a customer has its verdict; ``verdict`` is None for a customer that is never judged."""

    customer: dict[str, Any]
    unit_name: str
    verdict: dict[str, Any] | None
    rule: dict[str, Any] | None
    argument: tuple[str, ...]
    findings: tuple[dict[str, Any], ...]


def explain(
    customer: Annotated[
        str, typer.Argument(help="Mã khách hàng.", metavar="MA_KHANG", rich_help_panel=ARGUMENTS, show_default=False)
    ],
    month: Annotated[
        str | None,
        typer.Option(
            help="Tháng, ví dụ 2026-09; không ghi thì tháng mới nhất của khách hàng này.",
            metavar="NĂM-THÁNG",
            rich_help_panel=OPTIONS,
        ),
    ] = None,
    release: ReleaseOption = "current",
    output: FormatOption = Format.TABLE,
) -> None:
    """Giải thích một kết luận: điện năng, ngưỡng, sổ, quy định.

    Ví dụ:

    [bold]phanky explain PC02AA0000001[/bold]

    [bold]phanky explain PC02AA0000001 --month 2026-06 --format json[/bold]
    """
    from phanky.cli.context import release_of, settings_for
    from phanky.cli.output import print_json, say

    with release_of(settings_for(), release, _MARTS) as opened:
        found = _explanation(opened, customer.strip(), month)
        if output is Format.TABLE:
            say(*_lines(found), "", f"Bản phát hành {opened.id}, ảnh chụp {opened.receipt.snapshot_id}.")
        else:
            print_json(_document(opened, found))


def _explanation(release: Release, customer_id: str, month: str | None) -> Explanation:
    from semantic import Words, argue

    words = Words.from_rows(release.rows("dim_words").to_pylist())
    customer = _customer(release, customer_id)
    verdict = _verdict(release, customer_id, month)
    unit_name = _unit_name(release, customer["managing_unit_code"])
    if verdict is None:
        return Explanation(customer, unit_name, None, None, (_never_judged(customer, words),), ())
    (rule,) = release.rows("dim_rules", where={"rule_id": verdict["rule_id"]}).to_pylist()
    findings = release.select(_FINDINGS, [customer_id, verdict["month"]]).to_pylist()
    return Explanation(customer, unit_name, verdict, rule, argue(verdict, rule, words), tuple(findings))


def _customer(release: Release, customer_id: str) -> dict[str, Any]:
    from phanky.errors import UsageError

    found: list[dict[str, Any]] = release.rows("dim_customers", where={"customer_id": customer_id}).to_pylist()
    if not found:
        near = release.select(_NEAR, [customer_id]).column(0).to_pylist()
        raise UsageError(f"Không có khách hàng “{customer_id}”. Gần giống: {', '.join(near)}.")
    return found[0]


def _verdict(release: Release, customer_id: str, month: str | None) -> dict[str, Any] | None:
    from semantic.naming import require_known

    rows = release.rows(
        "fct_reading_period_compliance", where={"customer_id": customer_id}, order_by=["-month"]
    ).to_pylist()
    by_month: dict[str, dict[str, Any]] = {row["month"]: row for row in rows}
    if not by_month:
        return None
    return by_month[require_known("kết luận của tháng", month or max(by_month), by_month.keys())]


def _unit_name(release: Release, code: str) -> str:
    names = release.rows("dim_units", ["unit_name"], {"unit_code": code, "is_current": True}).column(0).to_pylist()
    return names[0] if names else code


def _never_judged(customer: dict[str, Any], words: Words) -> str:
    scope = words.label("scope", customer["scope"])
    if customer["scope_reason"] is None:
        return f"{scope}, nhưng chưa có tháng nào đủ ba tháng hóa đơn trong ảnh chụp để xét."
    return f"{scope}: {words.label('reason', customer['scope_reason'])}. Khách hàng này không thuộc diện xét phân kỳ."


def _lines(found: Explanation) -> list[str]:
    from phanky import vietnamese as vi
    from semantic import tell_finding

    customer = found.customer
    heading = f"{customer['customer_id']} – {customer['customer_name']}"
    where = f"{found.unit_name} ({customer['managing_unit_code']})"
    when = f" · {vi.month(found.verdict['month'])}" if found.verdict is not None else ""
    findings = [f"- {finding['name_vi']}: {tell_finding(finding)}." for finding in found.findings]
    return [heading, where + when, "", *found.argument, *(["", "Phát hiện kèm theo:", *findings] if findings else [])]


def _document(release: Release, found: Explanation) -> dict[str, Any]:
    return {
        "release_id": release.id,
        "snapshot_id": release.receipt.snapshot_id,
        "customer": found.customer,
        "unit_name": found.unit_name,
        "verdict": found.verdict,
        "rule": found.rule,
        "argument": found.argument,
        "findings": found.findings,
    }
