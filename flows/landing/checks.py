"""What every source must satisfy before anything is landed, whatever format it came in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flows.cmis.declaration import ROW_NUMBER, TABLES, Column, Kind, Table
from flows.landing.faults import Fault, Rule, first_faults, shown
from flows.landing.staging import StagedTable, Staging
from flows.landing.vouching import Doubted, Vouched
from phanky import vietnamese
from phanky.errors import InputError, Place

_UNITS = "D_DVI_QLY"
_UNIT = "MA_DVIQLY"
_CORRECT_AT_SOURCE = "Sửa ở nguồn rồi chạy lại."


@dataclass(frozen=True)
class Checked:
    """What is unusual but no reason to refuse: in words, and bills of customers that are not there."""

    notes: tuple[str, ...]
    unknown_bills: int


def check(staging: Staging, vouched: Vouched | None = None) -> Checked:
    """Check all staged tables, each by itself and against the others.

    Args:
        vouched: which rows an earlier snapshot vouches for; None: for none.

    Raises:
        InputError: the first fault in the first faulty table, with the number of further ones in that table.
    """
    _require_tables(staging)
    vouched = vouched or Vouched()
    for name, staged in staging.tables.items():
        _refuse(staged, _faults(staging, staged.table, vouched.tables.get(name, Doubted(name, name))))
    bills, customers = _bills_without_customer(staging, vouched.bills)
    if not bills:
        return Checked((), 0)
    told = f"{bills} hóa đơn của {customers} khách hàng không có trong HDG_KHACH_HANG, không được xét."
    return Checked((f"{staging.tables['HDN_HDON'].origin}: {told}",), bills)


def _require_tables(staging: Staging) -> None:
    for table in (t for t in TABLES if t.required):
        staged = staging.tables.get(table.name)
        if staged is None:
            raise InputError("thiếu bảng bắt buộc", Place(table.name), "Bổ sung bảng này vào nguồn rồi chạy lại.")
        if staged.rows == 0:
            raise InputError("bảng bắt buộc không có dòng nào", Place(staged.origin), "Xuất lại bảng này từ CMIS.")


def _refuse(staged: StagedTable, faults: Iterable[Fault]) -> None:
    found = sorted(faults, key=lambda fault: fault.row or 0)
    if found:
        first = found[0]
        more = sum(fault.count for fault in found) - 1
        raise InputError(first.problem, Place(staged.origin, first.row, first.column), first.remedy, more=more)


def _faults(staging: Staging, table: Table, doubted: Doubted) -> list[Fault]:
    faults = first_faults(staging.connection, table, doubted.rows, _rules(table))
    look = _conflicting_rows if table.versions else _repeated_keys
    faults += look(staging, table, doubted.same_keys)
    if table.name == "HDG_DDO_SOGCS":
        faults += _points_on_two_books(staging, table)
    return faults


def _rules(table: Table) -> list[Rule]:
    rules = [rule for column in table.columns for rule in _column_rules(column)]
    if table.interval is not None:
        start, end = table.interval
        rules.append(
            Rule(
                end,
                f'"{start}" > "{end}"',
                lambda row: f"ngày cuối {shown(row[end])} trước ngày đầu {shown(row[start])} ({start})",
                "Hai ngày có thể bị đổi chỗ; " + _CORRECT_AT_SOURCE[0].lower() + _CORRECT_AT_SOURCE[1:],
            )
        )
    if table.name != _UNITS and _UNIT in table.column_names:
        rules.append(
            Rule(
                _UNIT,
                f'"{_UNIT}" not in (select "{_UNIT}" from "{_UNITS}" where "{_UNIT}" is not null)',
                lambda row: f"đơn vị {shown(row[_UNIT])} không có trong {_UNITS}",
                f"Bổ sung đơn vị vào {_UNITS} hoặc sửa mã.",
            )
        )
    return rules


def _column_rules(column: Column) -> list[Rule]:
    name, rules = column.name, []
    if not column.nullable:
        blank = f" or trim(\"{name}\") = ''" if column.kind in (Kind.CODE, Kind.TEXT) else ""
        rules.append(Rule(name, f'"{name}" is null{blank}', lambda _: "ô bắt buộc để trống", _CORRECT_AT_SOURCE))
    if column.low is not None and column.high is not None:
        rules.append(_bound_rule(column, column.low, column.high))
    if column.allowed:
        known = ", ".join(f"'{value}'" for value in column.allowed)
        rules.append(
            Rule(
                name,
                f'"{name}" not in ({known})',
                lambda row: f"giá trị {shown(row[name])}, chỉ nhận {', '.join(column.allowed)}",
                _CORRECT_AT_SOURCE,
            )
        )
    return rules


def _bound_rule(column: Column, low: int, high: int) -> Rule:
    name, is_date = column.name, column.kind is Kind.DATE
    bounded = f'year("{name}")' if is_date else f'"{name}"'
    bounds = [vietnamese.number(bound) if column.kind is Kind.QUANTITY else str(bound) for bound in (low, high)]
    span = f"{'năm ' if is_date else ''}từ {bounds[0]} đến {bounds[1]}"
    return Rule(
        name,
        f"{bounded} not between {low} and {high}",
        lambda row: f"giá trị {shown(row[name])}, cần {span}",
        _CORRECT_AT_SOURCE,
    )


def _repeated_keys(staging: Staging, table: Table, relation: str) -> list[Fault]:
    key = _names(table.key)
    found = staging.connection.execute(f"""
        with repeated as (select {key} from "{relation}" group by {key} having count(*) > 1),
        places as (
            select {key}, count(*) - 1 as surplus, list({ROW_NUMBER} order by {ROW_NUMBER}) as rows
            from "{relation}" semi join repeated using ({key}) group by {key}
        )
        select {key}, rows[1], rows[2], (select sum(surplus) from places) from places order by rows[2] limit 1
    """).fetchone()
    if found is None:
        return []
    *values, first, second, surplus = found
    before = f", đã có ở dòng {first}" if first is not None else ""
    problem = f"khóa lặp lại: {_key_text(table.key, values)}{before}"
    return [Fault(problem, second, table.key[0], int(surplus), "Mỗi khóa chỉ được có một dòng; xóa dòng thừa ở nguồn.")]


def _conflicting_rows(staging: Staging, table: Table, relation: str) -> list[Fault]:
    # A key with an empty part identifies nothing: the whole row is the key and cannot contradict another.  The semi
    # joins see to that, as an empty value matches none.
    key, columns = _names(table.key), _names(table.column_names)
    found = staging.connection.execute(f"""
        with repeated as (select {key} from "{relation}" group by {key} having count(*) > 1),
        conflicts as (
            select {key}, min({ROW_NUMBER}) as first_row
            from "{relation}" semi join repeated using ({key})
            group by {key} having count(distinct row({columns})) > 1
        )
        select {ROW_NUMBER}, {columns}, (select count(*) from conflicts) from "{relation}"
        semi join (from conflicts order by first_row limit 1) using ({key}) order by {ROW_NUMBER}
    """).fetchall()
    if not found:
        return []
    first = found[0]
    other = next(row for row in found if row[1:] != first[1:])
    differing = [name for name, a, b in zip(table.column_names, first[1:], other[1:], strict=False) if a != b]
    values = [other[1 + table.column_names.index(name)] for name in table.key]
    problem = f"trùng khóa {_key_text(table.key, values)} với dòng {first[0]} nhưng khác {', '.join(differing)}"
    return [Fault(problem, other[0], differing[0], int(other[-1]), "Giữ lại dòng đúng ở nguồn.")]


def _points_on_two_books(staging: Staging, table: Table) -> list[Fault]:
    # Half open [NGAY_HLUC, NGAY_HHLUC): a row that ends the day before the next begins, or on it, does not overlap.
    found = staging.connection.execute(f"""
        with spans as (
            select {ROW_NUMBER} as row, "MA_DDO" as point, "MA_DVIQLY" || '/' || "MA_SOGCS" as book,
                "NGAY_HLUC" as first_day, coalesce("NGAY_HHLUC", date '9999-12-31') as next_day
            from "{table.name}" where "NGAY_HHLUC" is null or "NGAY_HLUC" < "NGAY_HHLUC"
        ),
        moved as (select point from spans group by point having count(distinct book) > 1),
        candidates as (from spans semi join moved using (point))
        select greatest(a.row, b.row), least(a.row, b.row), a.point, a.book, b.book,
            greatest(a.first_day, b.first_day), count(*) over ()
        from candidates as a join candidates as b
            on a.point = b.point and a.book < b.book and a.first_day < b.next_day and b.first_day < a.next_day
        order by 1, 2 limit 1
    """).fetchone()
    if found is None:
        return []
    row, other_row, point, book, other_book, day, count = found
    problem = (
        f"điểm đo {shown(point)} thuộc hai sổ {book} và {other_book} cùng hiệu lực ngày {shown(day)} "
        f"(xem thêm dòng {other_row})"
    )
    return [Fault(problem, row, "MA_SOGCS", count, "Đóng NGAY_HHLUC của sổ cũ ở nguồn.")]


def _bills_without_customer(staging: Staging, relation: str) -> tuple[int, int]:
    return staging.connection.execute(f"""
        select count(*), count(distinct "MA_KHANG") from "{relation}" anti join "HDG_KHACH_HANG" using ("MA_KHANG")
    """).fetchone() or (0, 0)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _key_text(names: Iterable[str], values: Iterable[object]) -> str:
    return ", ".join(f"{name} = {shown(value)}" for name, value in zip(names, values, strict=True))
