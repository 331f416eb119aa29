"""The definitions of metrics that a release carries."""

from __future__ import annotations

from dataclasses import dataclass

from phanky.errors import BuildError


@dataclass(frozen=True)
class MetricDefinitions:
    """Metrics ready to be released.

    Attributes:
        text: of the file in the release, as :class:`semantic.metrics.Definitions` reads it.
        metrics: names of all of them.
        golden: names of those that some golden query answers by hand.
    """

    text: str
    metrics: frozenset[str]
    golden: frozenset[str]

    def require_golden(self) -> None:
        """BuildError when a metric has no golden query: nobody has shown that it counts what it says."""
        if missing := sorted(self.metrics - self.golden):
            raise BuildError(
                f"Không phát hành: chỉ số {', '.join(missing)} chưa có câu hỏi mẫu với đáp số tính tay. "
                "Thêm vào dbt_project/golden/queries.yml rồi chạy lại."
            )
