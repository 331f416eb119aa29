"""The figures as tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from benchmarks import figures
from benchmarks.charting import bar_chart
from benchmarks.places import HERE

Result = dict[str, Any]
_SHOWN_NODES = 14


def report(results: Result) -> str:
    """All tables that the results allow, as Markdown."""
    sections = (_machine, _bars, _steps, _inside, _models, _growth, _sheet)
    return "\n".join("\n".join(section(results)) for section in sections)


def rewrite_readme(name: str, tables: str) -> None:
    """Put tables between the markers called ``name`` of README.md."""
    path, begin, end = HERE / "README.md", f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, _, rest = path.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    path.write_text(f"{before}{begin}\n\n{tables}\n{end}{after}", encoding="utf-8")


def chart(results: Result) -> None:
    """Draw the steps as bars into province.svg."""
    rows = [
        (name, costs[0]["wall_s"] if len(costs) == 1 else figures.middle(costs, "wall_s"))
        for name, costs in _all(results)
    ]
    (HERE / "province.svg").write_text(bar_chart("Seconds of wall-clock time", rows), encoding="utf-8")


def _all(results: Result) -> Iterator[tuple[str, list[Result]]]:
    """Every measured step with its repetitions, in the order of the day."""
    run, postgres = results.get("run", {}), results.get("postgres", {})
    if "landing" in results:
        yield "landing: sample generator to landed snapshot", [results["landing"]["land"]]
    if run:
        yield "DuckDB: landing to published release", run["first"]
        yield "DuckDB: the next day, in the same home", [run["next_day"]]
        yield "DuckDB: second run of the same snapshot", run["second"]
        yield "query by hand, verdicts only", figures.queries_alone(run["by_hand"])
    if postgres:
        yield "PostgreSQL: landing to published release", [postgres["first"]]
        yield "PostgreSQL: second run of the same snapshot", [postgres["second"]]
    if "spreadsheet" in results:
        yield "as before: pandas and openpyxl", [results["spreadsheet"]["sheet"]]


def _machine(results: Result) -> Iterator[str]:
    yield f"{results['customers']:,} customers. {machine_line(results['machine'])}"
    rows = results.get("landing", {}).get("land", {}).get("answer", {}).get("rows", {})
    if rows:
        yield ""
        yield "Rows: " + ", ".join(f"{name} {count:,}" for name, count in rows.items()) + "."
    yield ""


def machine_line(machine: Result) -> str:
    """Cores, memory and versions."""
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    size = f"{machine['cores']} cores, {machine['memory_gb']} GB"
    return f"{size}, {machine['system']}, Python {machine['python']}; {versions}."


def _bars(results: Result) -> Iterator[str]:
    if found := figures.bars(results):
        yield "### The bar"
        yield ""
        yield from bar_table(found)


def bar_table(found: Iterable[figures.Bar]) -> Iterator[str]:
    """What has a target, and whether it is met."""
    lines = [
        [
            bar.name,
            _number(bar.measured, bar.unit),
            f"{'≥' if bar.is_floor else '≤'} {_number(bar.target, bar.unit)}",
            "yes" if bar.is_met else "**no**",
        ]
        for bar in found
    ]
    yield from table(["what", "measured", "target", "met"], lines)


def _steps(results: Result) -> Iterator[str]:
    yield "### Steps"
    yield ""
    cores = results["machine"]["cores"]
    lines = [_step_line(name, costs, cores) for name, costs in _all(results)]
    yield from table(["step", "runs", "wall s", "CPU s", "peak MB", "server MB", "others took", "load before"], lines)


def _step_line(name: str, costs: list[Result], cores: int) -> list[str]:
    walls = sorted(cost["wall_s"] for cost in costs)
    spread = f" ({walls[0]:.1f}–{walls[-1]:.1f})" if len(walls) > 1 else ""
    servers = [cost["server_peak_mb"] for cost in costs if cost["server_peak_mb"] is not None]
    return [
        name,
        str(len(costs)),
        f"{figures.middle(costs, 'wall_s'):.1f}{spread}",
        f"{figures.middle(costs, 'cpu_s'):.1f}",
        f"{max(cost['peak_mb'] for cost in costs):,.0f}",
        f"{max(servers):,.0f}" if servers else "",
        f"{max(figures.disturbed_share(cost, cores) for cost in costs):.0%}",
        f"{max(cost['load_before'] for cost in costs):.1f}",
    ]


def _inside(results: Result) -> Iterator[str]:
    runs = {"DuckDB": results.get("run", {}).get("first"), "PostgreSQL": results.get("postgres", {}).get("first")}
    found = {
        engine: dict(figures.step_seconds(costs if isinstance(costs, list) else [costs]))
        for engine, costs in runs.items()
        if costs
    }
    if not found:
        return
    yield "### Inside the first run (seconds)"
    yield ""
    names = dict.fromkeys(name for steps in found.values() for name in steps)
    lines = [[name, *(f"{steps.get(name, 0):.1f}" for steps in found.values())] for name in names]
    yield from table(["step", *found], lines)


def _models(results: Result) -> Iterator[str]:
    if "run" not in results:
        return
    run = results["run"]
    turns = zip(run["first"], run["by_hand"], strict=True)
    yield "### Models against one query by hand (seconds)"
    yield ""
    lines = [
        [str(turn), f"{figures.models_seconds(models):.2f}", f"{figures.by_hand_seconds(hand):.2f}"]
        for turn, (models, hand) in enumerate(turns, 1)
    ]
    yield from table(["turn", "models, staging to verdicts", "query by hand"], lines)
    answer = run["by_hand"][0]["answer"]
    yield f"Verdicts: {answer['rows']:,} by hand, {answer['models']:,} by the models, {answer['different']} different."
    yield ""
    yield "The nodes of the build that take longest:"
    yield ""
    nodes = figures.slowest_models(run, _SHOWN_NODES)
    yield from table(
        ["node", "seconds", "on the way to the verdicts"],
        [[f"`{name}`", f"{seconds:.2f}", "yes" if on_way else ""] for name, seconds, on_way in nodes],
    )


def _growth(results: Result) -> Iterator[str]:
    if not {"smaller", "landing", "run"} <= set(results):
        return
    small, large = (
        {**part, "by_hand": figures.queries_alone(part["by_hand"])}
        for part in (results["smaller"], {**results["landing"], **results["run"]})
    )
    yield "### How it grows"
    yield ""
    steps = (
        ("landing", "land"),
        ("landing to release", "first"),
        ("second run", "second"),
        ("query by hand", "by_hand"),
    )
    lines = []
    for name, key in steps:
        pair = [costs if isinstance(costs, list) else [costs] for costs in (small[key], large[key])]
        walls = [figures.middle(costs, "wall_s") for costs in pair]
        peaks = [max(cost["peak_mb"] for cost in costs) for costs in pair]
        cells = [f"{wall:.1f} s, {peak:,.0f} MB" for wall, peak in zip(walls, peaks, strict=True)]
        lines.append([name, *cells, f"{walls[1] / walls[0]:.1f}×"])
    sizes = [f"{small['customers']:,} customers", f"{results['customers']:,} customers"]
    yield from table(["step", *sizes, f"{results['customers'] / small['customers']:.1f}× the data"], lines)


def _sheet(results: Result) -> Iterator[str]:
    if "spreadsheet" not in results:
        return
    sheet = results["spreadsheet"]["sheet"]
    answer = sheet["answer"]
    judged = answer["alike"] + answer["otherwise"] + answer["missing"]
    yield "### The way it was done before"
    yield ""
    parts = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in answer["seconds"].items())
    yield (
        f"Over {results['spreadsheet']['exports_bytes'] / 1e6:,.0f} MB of CSV exports: {parts}; "
        f"peak {sheet['peak_mb']:,.0f} MB. "
        f"Of {judged:,} quarter-end verdicts of the release the sheet has {answer['alike']:,} alike, "
        f"{answer['otherwise']:,} otherwise, {answer['missing']:,} not at all, "
        f"and {answer['more']:,} more that are out of scope."
    )
    yield ""


def _number(value: float, unit: str) -> str:
    return f"{value:,.0f} MB" if unit == "MB" else f"{value:.2f}×" if unit == "×" else f"{value:.1f} {unit}"


def table(header: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table with an empty line after it."""
    yield "| " + " | ".join(header) + " |"
    yield "|" + "---|" * len(header)
    for line in lines:
        yield "| " + " | ".join(line) + " |"
    yield ""
