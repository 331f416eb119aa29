from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from flows.cmis.declaration import AGREEMENTS
from phanky.errors import InputError, UsageError
from phanky.ledger import AGREEMENT_LIST, Ledger, ListVersion

HUE = {"MA_KHANG": "PC02AA0000001", "SO_KY": 1, "SO_VBAN": "12/TT-PC02", "TU_NGAY": date(2025, 3, 1), "DEN_NGAY": None}
LAO = {
    "MA_KHANG": "PC01BB0000007",
    "SO_KY": 3,
    "SO_VBAN": None,
    "TU_NGAY": date(2026, 1, 1),
    "DEN_NGAY": date(2026, 12, 31),
}


def listing(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=AGREEMENT_LIST.schema)


def put(ledger: Ledger, table: pa.Table, file: str = "thoa-thuan.xlsx") -> ListVersion:
    return ledger.lists.replace(AGREEMENT_LIST, table, file=file, sha256="ab" * 32, who="lan")


def test_the_ledgers_shape_of_agreements_is_the_declared_one() -> None:
    assert AGREEMENTS.arrow_schema == AGREEMENT_LIST.schema


def test_a_company_without_a_list_has_an_empty_one_with_a_version(ledger: Ledger) -> None:
    version, table = ledger.lists.rows(AGREEMENT_LIST)

    assert (len(version), table.num_rows, table.schema) == (12, 0, AGREEMENT_LIST.schema)
    assert ledger.lists.rows(AGREEMENT_LIST, version)[1].num_rows == 0


def test_an_imported_list_is_in_force_and_comes_back_by_customer(ledger: Ledger) -> None:
    imported = put(ledger, listing(HUE, LAO))

    version, table = ledger.lists.rows(AGREEMENT_LIST)

    assert imported.is_new
    assert version == imported.version
    assert table.to_pylist() == [LAO, HUE]


def test_an_import_names_its_file_its_checksum_and_who_did_it(ledger: Ledger) -> None:
    put(ledger, listing(HUE), file="Thỏa thuận T11.xlsx")

    (entry,) = ledger.lists.imports(AGREEMENT_LIST)

    assert (entry.file_name, entry.sha256, entry.imported_by, entry.rows) == (
        "Thỏa thuận T11.xlsx",
        "ab" * 32,
        "lan",
        1,
    )
    assert entry.imported_at.isoformat() == "2026-11-24T00:00:00+00:00"


def test_the_same_content_again_makes_no_new_version_whatever_its_order(ledger: Ledger) -> None:
    first = put(ledger, listing(HUE, LAO), file="a.xlsx")

    again = put(ledger, listing(LAO, HUE), file="b.csv")

    assert not again.is_new
    assert again.version == first.version
    assert [entry.file_name for entry in ledger.lists.imports(AGREEMENT_LIST)] == ["a.xlsx"]


def test_an_import_replaces_the_whole_list_and_the_old_one_can_still_be_read(ledger: Ledger) -> None:
    first = put(ledger, listing(HUE, LAO))
    second = put(ledger, listing(LAO))

    assert ledger.lists.rows(AGREEMENT_LIST)[1].to_pylist() == [LAO]
    assert ledger.lists.rows(AGREEMENT_LIST, first.version)[1].to_pylist() == [LAO, HUE]
    assert second.version != first.version


def test_an_earlier_content_imported_again_is_in_force_again(ledger: Ledger) -> None:
    first = put(ledger, listing(HUE))
    put(ledger, listing(LAO))

    back = put(ledger, listing(HUE))

    assert back.is_new
    assert ledger.lists.rows(AGREEMENT_LIST)[0] == first.version
    assert [e.version for e in ledger.lists.imports(AGREEMENT_LIST)].count(first.version) == 2


def test_an_emptied_list_is_a_list_without_agreements(ledger: Ledger) -> None:
    put(ledger, listing(HUE))

    put(ledger, listing())

    assert ledger.lists.rows(AGREEMENT_LIST)[1].num_rows == 0


def test_one_changed_number_of_periods_is_another_version(ledger: Ledger) -> None:
    one, two = put(ledger, listing(HUE)), put(ledger, listing({**HUE, "SO_KY": 2}))

    assert one.version != two.version


def test_two_agreements_of_one_customer_from_one_day_are_refused_and_the_old_list_stays(ledger: Ledger) -> None:
    put(ledger, listing(LAO))

    with pytest.raises(InputError, match=r"trùng\.csv: khách hàng PC02AA0000001 có hai thỏa thuận .* 01/03/2025"):
        put(ledger, listing(HUE, {**HUE, "SO_KY": 2}), file="trùng.csv")

    assert ledger.lists.rows(AGREEMENT_LIST)[1].to_pylist() == [LAO]


def test_a_table_without_the_column_of_periods_is_refused(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="SO_KY"):
        put(ledger, listing(HUE).drop_columns(["SO_KY"]))


def test_a_version_that_never_was_is_named_in_the_refusal(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="0123456789ab"):
        ledger.lists.rows(AGREEMENT_LIST, "0123456789ab")


def test_every_import_is_in_the_audit_log(ledger: Ledger) -> None:
    put(ledger, listing(HUE), file="a.xlsx")
    put(ledger, listing(HUE), file="a.xlsx")

    assert [(note.who, note.what) for note in ledger.audit()] == [("lan", "import_agreements")] * 2
    assert "in force already" in ledger.audit()[0].detail


def test_sixty_thousand_agreements_come_back_as_they_went_in(ledger: Ledger) -> None:
    many = listing(*({**HUE, "MA_KHANG": f"PC02AA{n:07d}"} for n in range(60_000)))

    put(ledger, many)

    assert ledger.lists.rows(AGREEMENT_LIST)[1].equals(many)
