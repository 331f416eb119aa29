"""Which lists the company keeps: their columns, keys and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from phanky.ledger.model import Agreement, KeyCustomer, ListedRecipient


@dataclass(frozen=True)
class KeptList:
    """One kind of list.

    Attributes:
        kind: under which its versions are kept.
        name: in messages, in Vietnamese.
        schema: shape in which rows come in and go out; equal to the declaration that its files are read with.
        row: the table that it is kept in.
        columns: column of the schema -> attribute of ``row``.
        key: columns of which no two rows are alike.
        tell_repeated: what is said of a key that stands twice.
    """

    kind: str
    name: str
    schema: pa.Schema
    row: type[Agreement] | type[KeyCustomer] | type[ListedRecipient]
    columns: Mapping[str, str]
    key: tuple[str, ...]
    tell_repeated: Callable[[Mapping[str, Any]], str]


AGREEMENT_LIST = KeptList(
    kind="agreements",
    name="danh sách thỏa thuận",
    schema=pa.schema(
        [
            pa.field("MA_KHANG", pa.string()),
            pa.field("SO_KY", pa.int32()),
            pa.field("SO_VBAN", pa.string()),
            pa.field("TU_NGAY", pa.date32()),
            pa.field("DEN_NGAY", pa.date32()),
        ]
    ),
    row=Agreement,
    columns={
        "MA_KHANG": "customer_id",
        "SO_KY": "periods",
        "SO_VBAN": "document",
        "TU_NGAY": "first_day",
        "DEN_NGAY": "last_day",
    },
    key=("MA_KHANG", "TU_NGAY"),
    tell_repeated=lambda row: f"khách hàng {row['MA_KHANG']} có hai thỏa thuận cùng từ ngày {row['TU_NGAY']:%d/%m/%Y}",
)
"""Written agreements on the number of kỳ."""

KEY_CUSTOMER_LIST = KeptList(
    kind="key_customers",
    name="danh sách khách hàng trọng điểm",
    schema=pa.schema(
        [pa.field("MA_KHANG", pa.string()), pa.field("LY_DO", pa.string()), pa.field("GHI_CHU", pa.string())]
    ),
    row=KeyCustomer,
    columns={"MA_KHANG": "customer_id", "LY_DO": "reason", "GHI_CHU": "remark"},
    key=("MA_KHANG",),
    tell_repeated=lambda row: f"khách hàng {row['MA_KHANG']} có hai dòng",
)
"""Customers that the company watches, whatever they consume: hospitals, pumping stations, defence …"""

RECIPIENT_LIST = KeptList(
    kind="recipients",
    name="danh sách người nhận tin",
    schema=pa.schema(
        [
            pa.field("TEN", pa.string()),
            pa.field("VAI_TRO", pa.string()),
            pa.field("DON_VI", pa.string()),
            pa.field("KENH", pa.string()),
            pa.field("DIA_CHI", pa.string()),
            pa.field("TAM_NGUNG_TU", pa.date32()),
            pa.field("TAM_NGUNG_DEN", pa.date32()),
        ]
    ),
    row=ListedRecipient,
    columns={
        "TEN": "name",
        "VAI_TRO": "role",
        "DON_VI": "units",
        "KENH": "channel",
        "DIA_CHI": "address",
        "TAM_NGUNG_TU": "mute_from",
        "TAM_NGUNG_DEN": "mute_to",
    },
    key=("TEN",),
    tell_repeated=lambda row: f"người nhận “{row['TEN']}” có hai dòng",
)
"""Who gets the daily message, on which channel, and when not."""
