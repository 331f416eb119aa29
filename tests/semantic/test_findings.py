from __future__ import annotations

from decimal import Decimal

from semantic import tell_finding


def test_a_finding_fills_its_rules_sentence_with_what_was_found() -> None:
    finding = {
        "finding_vi": "đăng ký {value} kWh/tháng, thực tế {reference} kWh/tháng",
        "evidence": None,
        "evidence_value": Decimal("49999.000"),
        "reference_value": Decimal("105393.670"),
    }
    assert tell_finding(finding) == "đăng ký 49.999 kWh/tháng, thực tế 105.393,67 kWh/tháng"


def test_a_day_in_the_evidence_is_written_as_its_readers_write_days() -> None:
    finding = {
        "finding_vi": "{value} tháng không có hóa đơn, kể từ {evidence}",
        "evidence": "2026-08-01",
        "evidence_value": Decimal("1.000"),
        "reference_value": Decimal("0.000"),
    }
    assert tell_finding(finding) == "1 tháng không có hóa đơn, kể từ 01/08/2026"


def test_a_book_code_stays_as_it_is() -> None:
    finding = {
        "finding_vi": "sổ {evidence}",
        "evidence": "PD29009*9",
        "evidence_value": Decimal("1.000"),
        "reference_value": None,
    }
    assert tell_finding(finding) == "sổ PD29009*9"
