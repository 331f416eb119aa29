"""Prints results: a table for people, CSV and JSON for programs.  The only module that writes to stdout."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from phanky.cli.options import Format

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.console import Console

Side = Literal["left", "right"]
ENERGY_SCALE = 3
"""Decimals of energies: in CSV their trailing zeros are left out (26512), those of averages stay (8837.33)."""


def console() -> Console:
    """Where tables for people go; as wide as the terminal, at least 100 columns in a pipe."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 140, highlight=False, soft_wrap=False)


def say(*lines: str) -> None:
    """Print lines for people."""
    for line in lines:
        print(line)


def warn(line: str) -> None:
    """Print a remark beside the result."""
    print(line, file=sys.stderr)


def print_json(value: Any) -> None:
    """Print one JSON document; decimals as numbers, dates in ISO."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=_plain)
    sys.stdout.write("\n")


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date() | datetime():
            return value.isoformat()
        case tuple() | set() | frozenset():
            return list(value)
        case _:
            return str(value)


def print_rows(rows: pa.Table, output: Format, titles: Mapping[str, str]) -> None:
    """Print rows in any format; in a table only the columns of ``titles``, under their titles."""
    if output is Format.TABLE:
        print_table([[row[name] for name in titles] for row in rows.select(list(titles)).to_pylist()], titles.values())
    else:
        print_data(rows, output)


def print_data(rows: pa.Table, output: Format) -> None:
    """Print rows as CSV or as a JSON list, a million of them in seconds.

    They are written to a temporary file first: a failure half-way leaves nothing half-written on stdout.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="phanky-") as folder, duckdb.connect(":memory:") as connection:
        path = Path(folder) / "rows"
        connection.register("rows", rows)
        if output is Format.CSV:
            chosen, options = _csv_columns(rows.schema), "FORMAT csv, HEADER true"
        else:
            chosen, options = "*", "FORMAT json, ARRAY true"
        connection.execute(f"COPY (SELECT {chosen} FROM rows) TO '{path}' ({options})")
        sys.stdout.flush()
        with path.open("rb") as stream:
            shutil.copyfileobj(stream, sys.stdout.buffer, 1 << 20)
        sys.stdout.buffer.flush()


def print_list(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print a short list as CSV; lists inside a row are joined by spaces."""
    import csv

    if not rows:
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows([_csv_value(value) for value in row.values()] for row in rows)


def _csv_value(value: object) -> object:
    match value:
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return " ".join(map(str, value))
        case date() | datetime():
            return value.isoformat()
        case _:
            return value


def _csv_columns(schema: pa.Schema) -> str:
    import pyarrow as pa

    def column(field: pa.Field) -> str:
        name: str = '"' + field.name.replace('"', '""') + '"'
        if pa.types.is_decimal(field.type) and field.type.scale == ENERGY_SCALE:
            return f"rtrim(rtrim({name}::VARCHAR, '0'), '.') AS {name}"
        return name

    return ", ".join(map(column, schema))


def print_table(rows: Sequence[Sequence[object]], titles: Any, sides: Sequence[Side] | None = None) -> None:
    """Print a table for people: figures to the right, Vietnamese numbers and dates.

    ``sides`` says where each column stands, for figures that are text already.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    columns = list(zip(*rows, strict=True)) or [()] * len(list(titles))
    for title, side in zip(titles, sides or [_side(values) for values in columns], strict=True):
        table.add_column(Text(title), justify=side, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_shown(value)) for value in row))
    console().print(table)


def _side(values: Sequence[object]) -> Side:
    numeric = all(isinstance(v, int | Decimal) and not isinstance(v, bool) for v in values if v is not None)
    return "right" if numeric and values else "left"


def _shown(value: object) -> str:
    from phanky import vietnamese as vi

    match value:
        case None:
            return vi.NOTHING
        case bool():
            return "có" if value else "không"
        case int() | Decimal():
            return vi.number(value)
        case datetime():
            return vi.moment(value)
        case date():
            return vi.date(value)
        case _:
            return " ".join(str(value).split())
