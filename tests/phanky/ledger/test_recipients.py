from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from flows.cmis.declaration import RECIPIENTS
from notifier import Recipient, listed_recipients
from phanky.errors import InputError
from phanky.identity import Role
from phanky.ledger import KEY_CUSTOMER_LIST, RECIPIENT_LIST, Ledger, ListVersion

LEADER = {
    "TEN": "Lãnh đạo", "VAI_TRO": "leader", "DON_VI": None, "KENH": "http", "DIA_CHI": "lanh-dao",
    "TAM_NGUNG_TU": None, "TAM_NGUNG_DEN": None,
}  # fmt: skip
OFFICER = {
    "TEN": "Nhân viên", "VAI_TRO": "staff", "DON_VI": "PC02AA, PC02BB", "KENH": "outbox", "DIA_CHI": None,
    "TAM_NGUNG_TU": date(2026, 11, 20), "TAM_NGUNG_DEN": date(2026, 11, 30),
}  # fmt: skip


def put(ledger: Ledger, *rows: dict[str, object]) -> ListVersion:
    table = pa.Table.from_pylist(list(rows), schema=RECIPIENT_LIST.schema)
    return ledger.lists.replace(RECIPIENT_LIST, table, file="nguoi-nhan.xlsx", sha256="ab" * 32, who="lan")


def test_the_ledgers_shape_of_recipients_is_the_declared_one() -> None:
    assert RECIPIENTS.arrow_schema == RECIPIENT_LIST.schema


def test_recipients_come_back_with_role_units_channel_and_mute_dates(ledger: Ledger) -> None:
    put(ledger, OFFICER, LEADER)

    assert listed_recipients(ledger) == (
        Recipient("Lãnh đạo", Role.LEADER, None, "http", "lanh-dao"),
        Recipient(
            "Nhân viên",
            Role.STAFF,
            frozenset({"PC02AA", "PC02BB"}),
            "outbox",
            "Nhân viên",
            date(2026, 11, 20),
            date(2026, 11, 30),
        ),
    )


def test_without_a_list_there_are_none_to_read(ledger: Ledger) -> None:
    assert listed_recipients(ledger) is None


def test_an_emptied_list_is_none_again(ledger: Ledger) -> None:
    put(ledger, LEADER)
    put(ledger)

    assert listed_recipients(ledger) is None


def test_a_recipient_twice_in_the_list_is_refused_and_the_old_list_stays(ledger: Ledger) -> None:
    put(ledger, OFFICER)

    with pytest.raises(InputError, match=r"nguoi-nhan\.xlsx: người nhận “Lãnh đạo” có hai dòng"):
        put(ledger, LEADER, {**LEADER, "DIA_CHI": "khac"})

    assert ledger.lists.rows(RECIPIENT_LIST)[1].to_pylist() == [OFFICER]


def test_recipients_replace_no_other_list_and_the_audit_log_names_them(ledger: Ledger) -> None:
    put(ledger, LEADER)

    assert ledger.lists.imports(KEY_CUSTOMER_LIST) == []
    assert [(note.who, note.what) for note in ledger.audit()] == [("lan", "import_recipients")]
