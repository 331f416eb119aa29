"""What a name is searched by: DuckDB's own quick way writes what the portable one writes, whatever the name is."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from flows.build.project import PROJECT

_LETTERS = "AÀáẢãẠăằẮẳẵặâầấẩẫậÄåĀçČĐđðèéẻẼẹêềếểễệëēìíỉĩịîïīñŃòóỏõọôồốổỗộơờớởỡợöøŌšśùúủũụưừứửữựûüūỳýỷỹỵÿžŹ"
_MARKS = ".,;:()[]{}<>/\\|-–—_&+*=~^`$@%\"'“”‘’!?#"
_OTHERS = "ĝłЖß中\n\t\u0301"


@pytest.fixture(scope="module")
def way() -> dict[str, str]:
    """Engine -> SQL of a text that stands in a parameter."""
    return {engine: _rendered(engine) for engine in ("default", "duckdb")}


def _rendered(engine: str) -> str:
    class Adapter:
        def dispatch(self, name: str) -> Any:
            return getattr(macros, f"{engine}__{name}")

    found = Environment(extensions=["jinja2.ext.do"]).from_string((PROJECT / "macros" / "searching.sql").read_text())
    found.globals["adapter"] = Adapter()
    found.globals["return"] = lambda value: value
    found.globals["text_literal"] = lambda text: "'" + text.replace("'", "''") + "'"
    macros: Any = found.module
    return str(macros.searchable(["$name::varchar", "$code::varchar"]))


def written(sql: str, name: str, code: str) -> str:
    found = duckdb.execute(f"select {sql}", {"name": name, "code": code}).fetchone()
    assert found is not None
    return str(found[0])


@pytest.mark.parametrize("engine", ["default", "duckdb"])
def test_letters_lose_their_marks_and_marks_become_blanks(engine: str, way: dict[str, str]) -> None:
    assert written(way[engine], "CÔNG TY Đá-Ốp “Sơn”", "PC02AA0000001") == " cong ty da op  son  pc02aa0000001"
    assert written(way[engine], "Жук", "1") == " Жук 1"


def test_both_ways_write_the_same_of_every_letter(way: dict[str, str]) -> None:
    letters = [*_LETTERS, *_LETTERS.lower(), *_LETTERS.upper(), *_MARKS, *_OTHERS]

    assert [one for one in letters if written(way["duckdb"], one, "A-1") != written(way["default"], one, "A-1")] == []


@given(st.text(st.sampled_from(f"{_LETTERS}{_MARKS}{_OTHERS}abcXYZ019  "), max_size=30))
def test_both_ways_write_the_same_of_any_name(way: dict[str, str], name: str) -> None:
    assert written(way["duckdb"], name, "PC02AA0000001") == written(way["default"], name, "PC02AA0000001")
