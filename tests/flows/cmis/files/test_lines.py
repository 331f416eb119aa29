"""Rows keep the line on which they begin, whatever stands in quotes and wherever lines are blank."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.cmis.files.lines import index_lines
from phanky.errors import InputError

cells = st.text(alphabet='aé"; \n\r', max_size=5)
records = st.lists(st.tuples(st.tuples(cells, cells), st.integers(0, 2)), max_size=12)


def written(record: tuple[str, str], line_break: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator=line_break).writerow(record)
    return text.getvalue()


@given(records, st.sampled_from(["\n", "\r\n"]), st.integers(1, 40), st.booleans())
@settings(max_examples=200, deadline=None)
def test_every_record_is_found_on_the_line_where_it_begins(
    content: list[tuple[tuple[str, str], int]], line_break: str, chunk_bytes: int, ends_open: bool
) -> None:
    text, expected = "", []
    for record, blank_lines in content:
        text += line_break * blank_lines
        expected.append(2 + text.count("\n"))
        text += written(record, line_break)
    text = text.removesuffix(line_break) if ends_open else text
    index = index_lines(io.BytesIO(text.encode()), "a.csv", b";", ("A", "B"), line_bytes=1_000, chunk_bytes=chunk_bytes)
    assert index.records == len(content)
    assert index.lines(np.arange(index.records)).tolist() == expected


@given(records.filter(len), st.data(), st.integers(1, 40))
@settings(max_examples=200, deadline=None)
def test_a_lost_quote_is_always_noticed(
    content: list[tuple[tuple[str, str], int]], data: st.DataObject, chunk_bytes: int
) -> None:
    text = "".join(written(record, "\n") for record, _ in content)
    quotes = [i for i, character in enumerate(text) if character == '"']
    at = data.draw(st.sampled_from(quotes))
    broken = text[:at] + text[at + 1 :]
    with pytest.raises(InputError, match=r"^a.csv, dòng [0-9]+"):
        index_lines(io.BytesIO(broken.encode()), "a.csv", b";", ("A", "B"), line_bytes=1_000, chunk_bytes=chunk_bytes)


def test_a_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(InputError, match=r"^a.csv, dòng 3: dòng dài hơn 1000 byte"):
        index_lines(io.BytesIO(b"1;2\n" + b"x" * 5_000), "a.csv", b";", ("A", "B"), line_bytes=1_000, chunk_bytes=100)
