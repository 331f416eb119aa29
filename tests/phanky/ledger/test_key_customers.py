from __future__ import annotations

import pyarrow as pa
import pytest

from flows.cmis.declaration import KEY_CUSTOMERS
from phanky.errors import InputError, UsageError
from phanky.ledger import AGREEMENT_LIST, KEY_CUSTOMER_LIST, Ledger, ListVersion

HOSPITAL = {"MA_KHANG": "PC02AA0000001", "LY_DO": "Bệnh viện", "GHI_CHU": "Hai nguồn"}
PUMP = {"MA_KHANG": "PC01BB0000007", "LY_DO": None, "GHI_CHU": None}


def put(ledger: Ledger, *rows: dict[str, object]) -> ListVersion:
    table = pa.Table.from_pylist(list(rows), schema=KEY_CUSTOMER_LIST.schema)
    return ledger.lists.replace(KEY_CUSTOMER_LIST, table, file="trong-diem.xlsx", sha256="ab" * 32, who="lan")


def test_the_ledgers_shape_of_key_customers_is_the_declared_one() -> None:
    assert KEY_CUSTOMERS.arrow_schema == KEY_CUSTOMER_LIST.schema


def test_key_customers_come_back_by_code_with_their_reason(ledger: Ledger) -> None:
    imported = put(ledger, HOSPITAL, PUMP)

    assert imported.is_new
    assert ledger.lists.rows(KEY_CUSTOMER_LIST) == (imported.version, ledger.lists.rows(KEY_CUSTOMER_LIST)[1])
    assert ledger.lists.rows(KEY_CUSTOMER_LIST)[1].to_pylist() == [PUMP, HOSPITAL]


def test_a_customer_twice_in_the_list_is_refused_and_the_old_list_stays(ledger: Ledger) -> None:
    put(ledger, PUMP)

    with pytest.raises(InputError, match=r"trong-diem\.xlsx: khách hàng PC02AA0000001 có hai dòng"):
        put(ledger, HOSPITAL, {**HOSPITAL, "LY_DO": "Trạm bơm"})

    assert ledger.lists.rows(KEY_CUSTOMER_LIST)[1].to_pylist() == [PUMP]


def test_key_customers_and_agreements_never_replace_each_other(ledger: Ledger) -> None:
    version = put(ledger, HOSPITAL).version

    assert ledger.lists.rows(AGREEMENT_LIST)[1].num_rows == 0
    assert ledger.lists.imports(AGREEMENT_LIST) == []
    with pytest.raises(UsageError, match=version):
        ledger.lists.rows(AGREEMENT_LIST, version)


def test_the_audit_log_names_the_list_that_was_imported(ledger: Ledger) -> None:
    put(ledger, HOSPITAL)

    assert [(note.who, note.what) for note in ledger.audit()] == [("lan", "import_key_customers")]
