"""What README and docs say is so: commands, links, tables, columns, settings, exit codes, rules, printed output."""

from __future__ import annotations

import csv
import json
import re
import shlex
import signal
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import typer

from flows.cmis.declaration import AGREEMENTS, KEY_CUSTOMERS, TABLES, Column, Kind, Table
from phanky import errors
from phanky.cli.app import INTERRUPTED, UNEXPECTED, app
from phanky.settings import Settings
from tests.runs import ROOT, needs_real_data, real_run, sample_run, succeed

PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")),
)
SEEDS = ROOT / "dbt_project" / "seeds"
_FENCED = re.compile(r"^```(.*)\n((?:.*\n)*?)```$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_TEST = re.compile(r"((?:dbt_project/)?tests/[\w/]+\.(?:py|sql))(?:::(\w+))?")


@dataclass(frozen=True)
class Block:
    """A fenced block: ``about`` is what follows the fence, ``lines`` what stands inside."""

    page: str
    about: str
    lines: tuple[str, ...]


@cache
def _text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _blocks(page: str) -> list[Block]:
    return [Block(page, found[1].strip(), tuple(found[2].splitlines())) for found in _FENCED.finditer(_text(page))]


def _inline(page: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", _FENCED.sub("", _text(page)))


def _section(page: str, heading: str) -> str:
    level = heading.split(" ", maxsplit=1)[0]
    following = _text(page).split(f"\n{heading}\n", maxsplit=1)[1]
    return re.split(rf"^#{{1,{len(level)}}} ", following, maxsplit=1, flags=re.MULTILINE)[0]


def _rows(text: str) -> list[list[str]]:
    """Cells of the table rows of a piece of a page, without headings."""
    lines = [line for line in text.splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _command_lines(page: str) -> Iterator[str]:
    for block in _blocks(page):
        if block.about != "sql":
            typed = [line.removeprefix("$ ") for line in block.lines if line.startswith("$ ")]
            yield from typed or block.lines
    yield from (code for code in _inline(page) if code.startswith("phanky "))


def _commands() -> Iterator[tuple[str, tuple[str, ...]]]:
    """(page, words after ``phanky``) of every command shown."""
    for page in PAGES:
        for line in _command_lines(page):
            if re.search(r"(?:^|[\s/])phanky ", line):
                words = shlex.split(line, comments=True)
                start = next((i for i, word in enumerate(words, 1) if word.rpartition("/")[2] == "phanky"), None)
                if start is not None:
                    rest = takewhile(lambda word: not re.match(r"[|>&;]|2>", word), words[start:])
                    yield page, tuple(rest)


@pytest.mark.parametrize("words", sorted({words for _, words in _commands()}), ids=" ".join)
def test_every_command_shown_is_one_that_the_program_understands(words: tuple[str, ...]) -> None:
    program: Any = typer.main.get_command(app)
    words = tuple(word for word in words if word != "--help")
    if words:
        command = program.commands[words[0]]
        if len(words) > 1:
            with command.make_context(words[0], list(words[1:])):
                pass


def test_commands_are_found_in_the_pages_that_show_them() -> None:
    assert len({words for _, words in _commands()}) > 25
    assert {page for page, _ in _commands()} >= {"README.md", "docs/operations.md", "docs/cmis-files.md"}


def test_every_make_target_named_is_there() -> None:
    code = [line for page in PAGES for line in (*(x for b in _blocks(page) for x in b.lines), *_inline(page))]
    named = {found[1] for line in code if (found := re.match(r"make ([a-z]+)", line))}
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"demo", "test"} <= named <= targets


@pytest.mark.parametrize("page", PAGES)
def test_every_relative_link_leads_somewhere(page: str) -> None:
    lost = []
    for link in _LINK.findall(_FENCED.sub("", _text(page))):
        name, _, anchor = link.partition("#")
        target = ((ROOT / page).parent / name).resolve() if name else ROOT / page
        headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
        if not target.exists() or (anchor and anchor not in map(_slug, headings)):
            lost.append(link)
    assert lost == []


def _slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_a_foreign_address_or_a_place_of_one_machine(page: str) -> None:
    addresses = re.findall(r"\b[a-z]+://[^\s)`'\"]+", _text(page))
    known = ("http://127.0.0.1", "postgresql://", "sqlite://", "spark://", "sc://")
    assert [address for address in addresses if not address.startswith(known)] == []
    assert re.findall(r"(?<![\w.…])/(?:work|tmp|home|root|usr|opt|var|etc|mnt|srv|Users)/\S*", _text(page)) == []
    assert re.findall(r"\b[A-Z]:\\\S*", _text(page)) == []


@pytest.mark.parametrize("table", [*TABLES, AGREEMENTS, KEY_CUSTOMERS], ids=lambda table: table.name)
def test_every_table_and_column_is_described_as_it_is_declared(table: Table) -> None:
    level = "###" if table in TABLES else "##"
    section = _section("docs/cmis-files.md", f"{level} {table.name}")
    described = [row[:4] for row in _rows(section) if row[0] != "Cột"]
    assert described == [_described(column) for column in table.columns]
    assert f"Khóa: {', '.join(table.key)}." in section
    assert ("Bảng bắt buộc." in section) == table.required


def _described(column: Column) -> list[str]:
    presence = "có thể thiếu" if column.optional else "phải có"
    emptiness = "được trống" if column.nullable else "không trống"
    return [column.name, presence, emptiness, _form(column)]


def _form(column: Column) -> str:
    if column.allowed:
        return f"một trong {', '.join(column.allowed)}"
    names = {Kind.CODE: "mã", Kind.TEXT: "chữ", Kind.QUANTITY: "số", Kind.DATE: "ngày", Kind.MOMENT: "ngày giờ"}
    name = names.get(column.kind, "số nguyên")
    if column.low is None and column.high is None:
        return name
    years = " năm" if column.kind in (Kind.DATE, Kind.MOMENT) else ""
    last = f" đến {_grouped(column.high)}" if column.high is not None else ""
    return f"{name} từ{years} {_grouped(column.low)}{last}"


def _grouped(bound: int | None) -> str:
    return f"{bound:,}".replace(",", ".") if bound is not None and abs(bound) >= 10_000 else str(bound)


def test_every_message_explained_is_one_that_the_program_has() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "flows").rglob("*.py"))
    told = [row[0].strip("`") for row in _rows(_section("docs/cmis-files.md", "## Khi bị từ chối"))[1:]]
    assert len(told) > 15
    assert [fragment for fragment in told if fragment not in source] == []


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_named_with_its_default(name: str) -> None:
    rows = {row[0]: row[1] for row in _rows(_section("docs/operations.md", "## Cấu hình"))}
    assert rows[f"PHANKY_{name.upper()}"] == _default(Settings.model_fields[name].default)


def test_no_setting_is_described_that_is_not_there() -> None:
    named = {word for page in PAGES for word in re.findall(r"PHANKY_[A-Z_]+[A-Z]", _text(page))}
    known = {f"PHANKY_{name.upper()}" for name in Settings.model_fields} | {"PHANKY_DEBUG"}
    assert named - known == set()


def _default(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, tuple):
        return f"`{','.join(map(str, value))}`" if value else "(trống)"
    return f"`{value}`"


def test_every_exit_code_is_named_with_its_classes() -> None:
    rows = {int(row[0]): row[3] for row in _rows(_section("docs/operations.md", "## Mã thoát"))[1:]}
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.PhankyError)]
    assert set(rows) == {0, UNEXPECTED, INTERRUPTED, 128 + signal.SIGTERM, *(kind.exit_code for kind in kinds)}
    assert [kind.__name__ for kind in kinds if kind.__name__ not in rows[kind.exit_code]] == []


def test_every_promise_names_a_test_that_is_there() -> None:
    promises = _rows(_section("README.md", "## Promises"))[1:]
    kept = [row for row in _rows(_text("docs/reliability.md")) if row[0] != "promise"]
    assert len(promises) >= 8
    assert [row[0] for row in (*promises, *kept) if not _TEST.search(row[1])] == []


def test_every_test_named_is_there() -> None:
    named = {found for page in PAGES for found in _TEST.findall(_text(page))}
    missing = [path for path, _ in named if not (ROOT / path).is_file()]
    assert missing == []
    lost = [f"{path}::{name}" for path, name in named if name and f"def {name}(" not in (ROOT / path).read_text()]
    assert lost == []


def test_every_rule_of_the_catalogue_is_listed_with_its_model_and_severity() -> None:
    listed = {row[0]: (row[1], row[3]) for row in _rows(_section("docs/rules.md", "## Findings"))}
    for rule in _seed("rules"):
        if rule["rule_group"] == "finding":
            assert listed[rule["rule_id"]] == (rule["severity"], f"`{rule['model_name']}`")
        else:
            assert f"`{rule['rule_id']}`" in _section("docs/rules.md", "## Findings")


def test_every_parameter_is_listed_with_its_value_under_each_version_of_the_law() -> None:
    head, *rows = _rows(_section("docs/rules.md", "## Parameters"))
    listed = {
        (law.split(" ")[0], row[0].strip("`")): row[i] for row in rows for i, law in enumerate(head) if i in (1, 2)
    }
    assert listed == {(p["rule_id"], p["parameter"]): p["value"] for p in _seed("rule_parameters")}


def test_every_verdict_is_listed_with_the_word_that_readers_see() -> None:
    listed = {row[0].strip("`"): row[1] for row in _rows(_section("docs/rules.md", "## The way of a verdict"))[1:]}
    assert listed == {w["code"]: w["label_vi"] for w in _seed("words") if w["word_set"] == "verdict"}


def test_every_model_named_is_there() -> None:
    models = {path.stem for path in (ROOT / "dbt_project" / "models").rglob("*.sql")}
    named = {code for page in PAGES for code in _inline(page) if re.fullmatch(r"(?:stg|int|dim|fct|agg)_[a-z_]+", code)}
    assert len(named) > 30
    assert named - models == set()


def test_every_metric_and_dimension_is_listed_as_it_is_defined(shared_folder: Path) -> None:
    words = {"stock": "one month", "flow": "added", "moment": "compared"}
    metrics = json.loads(succeed(sample_run(shared_folder, "duckdb"), "metrics", "--format", "json"))
    listed = _rows(_section("docs/metrics.md", "## Metrics"))[1:]
    assert listed == [
        [f"`{m['name']}`", m["label"], m["unit"], words[m["over_months"]], m["description"]] for m in metrics
    ]
    named = {(f"`{d['name']}`", d["label"], m["name"]) for m in metrics for d in m["dimensions"]}
    everything = {m["name"] for m in metrics}
    told = _rows(_section("docs/metrics.md", "## Dimensions"))[1:]
    assert {(d[0], d[1], m) for d in told for m in _meant(d[2], everything)} == named


def _meant(text: str, everything: set[str]) -> set[str]:
    """``all``, ``all but `x` `` or ``only `x` ``."""
    only = set(re.findall(r"only `(\w+)`", text))
    return only or everything - set(re.findall(r"but `(\w+)`", text))


def test_every_folder_of_the_map_is_there() -> None:
    drawn = next(block for block in _blocks("README.md") if any(line.startswith("phanky/ ") for line in block.lines))
    assert [line for line in drawn.lines if not (ROOT / line.split()[0]).is_dir()] == []


def test_the_changelog_names_this_version_and_the_periods_of_each_version_of_the_law() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    section = _text("CHANGELOG.md").split(f"## [{version}]", maxsplit=1)[1]
    for rule in (r for r in _seed("rules") if r["rule_group"] == "reading_periods"):
        line = next(line for line in section.splitlines() if line.startswith(f"- `{rule['rule_id']}`"))
        assert rule["valid_from"] in line
        assert rule["valid_to"] in line


def test_readme_fits_in_one_hundred_and_thirty_lines() -> None:
    assert len(_text("README.md").splitlines()) <= 130


RUNS: dict[str, Callable[[Path, str], Path]] = {"console real": real_run, "console sample": sample_run}
SHOWN = [block for page in PAGES for block in _blocks(page) if block.about in RUNS]


@pytest.mark.parametrize(
    "block",
    [pytest.param(b, marks=needs_real_data if "real" in b.about else ()) for b in SHOWN],
    ids=lambda block: f"{block.page}: {block.lines[0]}",
)
def test_what_a_page_shows_is_what_the_program_prints(block: Block, shared_folder: Path) -> None:
    command, *shown = block.lines
    printed = succeed(RUNS[block.about](shared_folder, "duckdb"), *shlex.split(command)[2:])
    following = iter(" ".join(line.split()) for line in printed.splitlines())
    wanted = [" ".join(line.split()) for line in shown if line.strip() and "…" not in line]
    assert [line for line in wanted if line not in following] == []


@pytest.mark.slow
def test_the_smallest_example_of_exports_gives_the_verdict_that_is_told(tmp_path: Path) -> None:
    (example,) = (b for b in _blocks("docs/cmis-files.md") if any(line.startswith("D_DVI_QLY.csv") for line in b.lines))
    exports = tmp_path / "xuat-cmis"
    exports.mkdir()
    # Each file's name stands before its header; the rows below are indented.
    for text in re.split(r"^(?=\w)", "\n".join(example.lines), flags=re.MULTILINE)[1:]:
        name, *lines = text.split()[0], *(line.strip() for line in text.split(maxsplit=1)[1].splitlines())
        (exports / name).write_text("\n".join(filter(None, lines)) + "\n", encoding="utf-8")
    succeed(tmp_path / "home", "run", "--source", "files", "--path", str(exports), "--as-of", "2026-11-24")

    printed = succeed(tmp_path / "home", "verdicts", "--format", "csv")
    (row,) = csv.DictReader(printed.splitlines())
    assert (row["month"], row["average_kwh"], row["verdict"]) == ("2026-10", "60000.00", "thieu_ky")
    assert (row["required_periods"], row["actual_periods"]) == ("2", "1")
