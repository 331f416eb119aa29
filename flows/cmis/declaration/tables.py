"""The CMIS tables that are read and the lists a company keeps: declared once for sources, landing, load."""

from __future__ import annotations

from typing import TypedDict

from flows.cmis.declaration.vocabulary import AUDIT_COLUMNS, Column, Kind, Rule, Table

_MOST_KWH = 1_000_000_000
"""More than any customer of one company uses in a month; the models reckon exactly up to a hundred times this."""


def _code(name: str, **options: object) -> Column:
    return Column(name, Kind.CODE, **options)  # type: ignore[arg-type]


def _text(name: str) -> Column:
    return Column(name, Kind.TEXT, optional=True, nullable=True)


def _date(name: str, **options: object) -> Column:
    return Column(name, Kind.DATE, **options)  # type: ignore[arg-type]


def _end(name: str) -> Column:
    # Absent, everything would count as in force for ever; so the column must be there, if often empty.
    return Column(name, Kind.DATE, nullable=True)


def _reading_day(name: str, **options: object) -> Column:
    # A year with a slip in it ("0026", "2206") would make a bill of centuries, and a tiny average.
    return _date(name, low=2000, high=2100, **options)


def _period(*, optional: bool = False) -> tuple[Column, ...]:
    return (
        Column("KY", Kind.WHOLE, optional=optional, nullable=optional, low=1, high=3),
        Column("THANG", Kind.WHOLE, optional=optional, nullable=optional, low=1, high=12),
        Column("NAM", Kind.WHOLE, optional=optional, nullable=optional, low=2000, high=2100),
    )


class _Optional(TypedDict):
    optional: bool
    nullable: bool


class _Versioned(TypedDict):
    versions: bool
    interval: tuple[str, str]


_VERSIONED: _Versioned = {"versions": True, "interval": ("NGAY_HLUC", "NGAY_HHLUC")}
_OPTIONAL: _Optional = {"optional": True, "nullable": True}
_UNIT = _code("MA_DVIQLY")
_FROM = _date("NGAY_HLUC")
_TO = _end("NGAY_HHLUC")
_PERIODS = Column("SO_KY", Kind.WHOLE, nullable=True, low=1, high=3)

TABLES: tuple[Table, ...] = (
    Table(
        "D_DVI_QLY",
        (_UNIT, _text("TEN_DVIQLY"), _code("MA_DVICTREN", **_OPTIONAL)),
        key=("MA_DVIQLY",),
        required=True,
        versions=True,
    ),
    Table(
        "D_SOGCS",
        (
            _UNIT,
            _code("MA_SOGCS"),
            _text("TEN_SOGCS"),
            _PERIODS,
            _text("NGAY_GHI"),
            _code("LOAI_SOGCS", **_OPTIONAL),
            Column("TINH_TRANG", Kind.WHOLE, **_OPTIONAL),
        ),
        key=("MA_DVIQLY", "MA_SOGCS"),
        required=True,
        versions=True,
    ),
    Table(
        "GCS_LICHGCS",
        (
            _UNIT,
            _code("MA_SOGCS"),
            *_period(),
            _reading_day("NGAY_DKY", **_OPTIONAL),
            _reading_day("NGAY_CKY", **_OPTIONAL),
            _code("TRANG_THAI", **_OPTIONAL),
        ),
        key=("MA_DVIQLY", "MA_SOGCS", "KY", "THANG", "NAM"),
        versions=True,
        interval=("NGAY_DKY", "NGAY_CKY"),
        monthly=True,
    ),
    Table(
        "HDG_KHACH_HANG",
        (
            _UNIT,
            _code("MA_KHANG"),
            _text("TEN_KHANG"),
            _text("LOAI_KHANG"),
            _text("MANHOM_KHANG"),
            _code("MA_KHTT", **_OPTIONAL),
            _FROM,
            _TO,
        ),
        key=("MA_KHANG", "NGAY_HLUC"),
        required=True,
        **_VERSIONED,
    ),
    Table(
        "HDG_HOP_DONG",
        (
            _UNIT,
            _code("MA_HDONG"),
            _code("MA_KHANG"),
            _code("MA_LOAIHD", **_OPTIONAL),
            _date("HLUC_TUNGAY"),
            _end("HLUC_DENNGAY"),
        ),
        key=("MA_HDONG",),
        versions=True,
        interval=("HLUC_TUNGAY", "HLUC_DENNGAY"),
    ),
    Table(
        "HDG_PHU_LUC_HD",
        (
            _code("MA_HDONG"),
            Column("SO_KY", Kind.WHOLE, low=1, high=3, **_OPTIONAL),
            _text("NGAY_GCS"),
            Column("A_TBINH", Kind.QUANTITY, low=0, high=_MOST_KWH, **_OPTIONAL),
            _FROM,
            _TO,
        ),
        key=("MA_HDONG", "NGAY_HLUC"),
        **_VERSIONED,
        ignored=AUDIT_COLUMNS | {"MA_DVIQLY", "MA_KHANG"},
    ),
    Table(
        "HDG_DIEM_DO",
        (
            _UNIT,
            _code("MA_DDO"),
            _code("MA_KHANG"),
            _text("MA_CAPDA"),
            Column("CSUAT", Kind.QUANTITY, **_OPTIONAL),
            _text("SO_PHA"),
            _text("LOAI_DDO"),
            _FROM,
            _TO,
        ),
        key=("MA_DDO", "NGAY_HLUC"),
        required=True,
        **_VERSIONED,
    ),
    Table(
        "HDG_DDO_SOGCS",
        (_UNIT, _code("MA_SOGCS"), _code("MA_DDO"), _code("MA_KHANG", **_OPTIONAL), _FROM, _TO),
        key=("MA_DDO", "NGAY_HLUC"),
        required=True,
        **_VERSIONED,
    ),
    Table(
        "HDG_BBAN_APGIA",
        (
            _code("MA_DDO"),
            _code("LOAI_BCS"),
            _code("MA_NHOMNN"),
            _text("MA_NGIA"),
            _FROM,
            Column("SO_THUTU", Kind.WHOLE, **_OPTIONAL),
            Column("TRANG_THAI", Kind.WHOLE, **_OPTIONAL),
        ),
        key=("MA_DDO", "LOAI_BCS", "NGAY_HLUC", "SO_THUTU"),
        required=True,
        versions=True,
        ignored=AUDIT_COLUMNS | {"MA_DVIQLY", "MA_KHANG"},
    ),
    Table(
        "HDG_QHE_DDO",
        (
            _code("MA_DDO_CHINH"),
            _code("MA_DDO_PHU"),
            _code("LOAI_QHE", **_OPTIONAL),
            _date("NGAY", **_OPTIONAL),
            *_period(optional=True),
        ),
        key=("MA_DDO_CHINH", "MA_DDO_PHU", "NGAY", "KY", "THANG", "NAM"),
        versions=True,
    ),
    Table(
        "GCS_CHISO",
        (
            Column("ID_CHISO", Kind.ID),
            _UNIT,
            _code("MA_DDO"),
            _code("MA_KHANG"),
            _code("BCS"),
            _code("LOAI_CHISO"),
            Column("CHISO_CU", Kind.QUANTITY, **_OPTIONAL),
            Column("CHISO_MOI", Kind.QUANTITY, **_OPTIONAL),
            Column("HS_NHAN", Kind.QUANTITY, **_OPTIONAL),
            Column("SAN_LUONG", Kind.QUANTITY, nullable=True),
            *_period(),
            _reading_day("NGAY_DKY", **_OPTIONAL),
            _reading_day("NGAY_CKY", **_OPTIONAL),
        ),
        key=("ID_CHISO",),
        interval=("NGAY_DKY", "NGAY_CKY"),
        monthly=True,
        total="SAN_LUONG",
    ),
    Table(
        "HDN_HDON",
        (
            Column("ID_HDON", Kind.ID),
            _UNIT,
            _code("MA_KHANG"),
            _code("MA_SOGCS", **_OPTIONAL),
            *_period(),
            _reading_day("NGAY_DKY"),
            _reading_day("NGAY_CKY"),
            _code("LOAI_HDON"),
            Column("DIEN_TTHU", Kind.QUANTITY, low=0, high=_MOST_KWH),
        ),
        key=("ID_HDON",),
        required=True,
        interval=("NGAY_DKY", "NGAY_CKY"),
        monthly=True,
        total="DIEN_TTHU",
    ),
    Table(
        "HDN_HDON_DC",
        (
            Column("ID_HDON_DC", Kind.ID),
            _code("MA_DVIQLY", **_OPTIONAL),
            _code("MA_KHANG", **_OPTIONAL),
            Column("ID_HDON", Kind.ID),
            Column("LOAI_DCHINH", Kind.CODE, allowed=("HB", "LL", "TT", "TH")),
            _code("LOAI_HDON", **_OPTIONAL),
            Column("DIEN_TTHU", Kind.QUANTITY, low=-_MOST_KWH, high=_MOST_KWH),
            *_period(optional=True),
            Column("NGAY_TAO", Kind.MOMENT, **_OPTIONAL),
        ),
        key=("ID_HDON_DC",),
        total="DIEN_TTHU",
    ),
)
"""Every table that is read, catalogues first, in the order in which they are extracted."""


def table(name: str) -> Table:
    """The table called ``name``; KeyError when it is not declared."""
    found = {t.name: t for t in TABLES}
    return found[name]


AGREEMENTS = Table(
    "AGREEMENTS",
    (
        _code("MA_KHANG"),
        Column("SO_KY", Kind.WHOLE, low=1, high=3),
        Column("SO_VBAN", Kind.TEXT, nullable=True),
        _date("TU_NGAY"),
        Column("DEN_NGAY", Kind.DATE, optional=True, nullable=True),
    ),
    key=("MA_KHANG", "TU_NGAY"),
    interval=("TU_NGAY", "DEN_NGAY"),
    ignored=frozenset(),
)
"""Written agreements on the number of kỳ: a list the company keeps (both days included, an open end is empty)."""

KEY_CUSTOMERS = Table(
    "KEY_CUSTOMERS",
    (
        _code("MA_KHANG"),
        Column("LY_DO", Kind.TEXT, optional=True, nullable=True),
        Column("GHI_CHU", Kind.TEXT, optional=True, nullable=True),
    ),
    key=("MA_KHANG",),
    ignored=frozenset(),
)
"""Customers that the company watches: a list it keeps, read by pages alone, so no table of the warehouse."""

_OF_COMPANY = "VAI_TRO in ('leader', 'department')"
RECIPIENTS = Table(
    "RECIPIENTS",
    (
        Column("TEN", Kind.TEXT),
        _code("VAI_TRO", allowed=("leader", "department", "director", "staff")),
        _code("DON_VI", **_OPTIONAL),
        _code("KENH", allowed=("outbox", "console", "http")),
        _code("DIA_CHI", **_OPTIONAL),
        _date("TAM_NGUNG_TU", **_OPTIONAL),
        _date("TAM_NGUNG_DEN", **_OPTIONAL),
    ),
    key=("TEN",),
    interval=("TAM_NGUNG_TU", "TAM_NGUNG_DEN"),
    ignored=frozenset(),
    rules=(
        Rule("TEN", "length(TEN) > 200", "tên dài quá 200 chữ"),
        Rule("DON_VI", f"not {_OF_COMPANY} and DON_VI is null", "director và staff phải có ít nhất một đơn vị"),
        Rule("DON_VI", f"{_OF_COMPANY} and DON_VI is not null", "leader và department nhận mọi đơn vị, phải để trống"),
        Rule("DON_VI", r"regexp_matches(DON_VI, '(^|,)\s*(,|$)')", "thừa dấu phẩy giữa các mã đơn vị"),
        Rule("DIA_CHI", "KENH = 'http' and DIA_CHI is null", "kênh http phải có địa chỉ người nhận"),
    ),
)
"""Who gets the daily message: a list the company keeps, read when messages are made, so no table of the warehouse."""

RAW_TABLES: tuple[Table, ...] = (*TABLES, AGREEMENTS)
"""What the warehouse's schema ``raw`` holds, in lower case, every table present even when empty."""
