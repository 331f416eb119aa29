"""Figures out of the file of results: medians, sums, ratios."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

Result = dict[str, Any]
TARGET_WALL_S, TARGET_PEAK_MB, TARGET_TIMES, TARGET_SECOND = 60.0, 6_000.0, 3.0, 0.5


@dataclass(frozen=True)
class Bar:
    """One figure that has a target: what was measured, what is allowed (``is_floor``: what it must come to)."""

    name: str
    measured: float
    target: float
    unit: str
    is_floor: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the figure is within its target."""
        return self.measured >= self.target if self.is_floor else self.measured <= self.target


def middle(costs: list[Result], key: str) -> float:
    """The median of one cost over the repetitions."""
    return float(median(cost[key] for cost in costs))


def models_seconds(cost: Result) -> float:
    """Summed execution time of the models from staging to the verdicts, in one run."""
    way = set(cost["answer"]["way"])
    return float(sum(spent for name, kind, spent in cost["answer"]["nodes"] if kind == "model" and name in way))


def by_hand_seconds(cost: Result) -> float:
    """Time of the query by hand alone, without starting a process and opening the warehouse."""
    return float(cost["answer"]["wall_s"])


def queries_alone(costs: list[Result]) -> list[Result]:
    """The same costs without the process around the query and the comparison after it (memory stays the process's)."""
    return [{**cost, **{key: cost["answer"][key] for key in ("wall_s", "cpu_s")}} for cost in costs]


def times_by_hand(run: Result) -> float:
    """Median time of the models over median time of the query by hand, both of the same turns."""
    return float(median(map(models_seconds, run["first"])) / median(map(by_hand_seconds, run["by_hand"])))


def bars(results: Result) -> list[Bar]:
    """What has a target."""
    if "run" not in results:
        return []
    run = results["run"]
    first = middle(run["first"], "wall_s")
    return [
        Bar("files in landing to published release", first, TARGET_WALL_S, "s"),
        Bar("peak memory of that", max(cost["peak_mb"] for cost in run["first"]), TARGET_PEAK_MB, "MB"),
        Bar("models to the verdicts ÷ query by hand", times_by_hand(run), TARGET_TIMES, "×"),
        Bar("second run of the same snapshot ÷ first", middle(run["second"], "wall_s") / first, TARGET_SECOND, "×"),
    ]


def slowest_models(run: Result, number: int) -> list[tuple[str, float, bool]]:
    """The nodes that take longest: name, median seconds, whether it is on the way to the verdicts."""
    way = set(run["first"][0]["answer"]["way"])
    seconds: dict[str, list[float]] = {}
    for cost in run["first"]:
        for name, _, spent in cost["answer"]["nodes"]:
            seconds.setdefault(name, []).append(spent)
    found = [(name, float(median(spent)), name in way) for name, spent in seconds.items()]
    return sorted(found, key=lambda node: -node[1])[:number]


def step_seconds(costs: list[Result]) -> list[tuple[str, float]]:
    """Median seconds of the steps inside runs, and of what is outside them: starting Python, imports, the server."""
    names = costs[0]["answer"]["seconds"]
    steps = [(name, float(median(cost["answer"]["seconds"][name] for cost in costs))) for name in names]
    around = median(cost["wall_s"] - sum(cost["answer"]["seconds"].values()) for cost in costs)
    return [*steps, ("start and end", float(around))]


def disturbed_share(cost: Result, cores: int) -> float:
    """Share of the machine that other processes took while a step ran."""
    return float(cost["others_cpu_s"] / (cost["wall_s"] * cores))
