"""The words that readers see for codes: read from ``dim_words``, never written in code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Words:
    """Labels of verdicts, reasons and bases.

    Attributes:
        labels: (word set, code) -> Vietnamese label.
        wrong: codes of verdicts that somebody has to act on.
        right: codes of verdicts that count as right.
    """

    labels: Mapping[tuple[str, str], str]
    wrong: frozenset[str]
    right: frozenset[str]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """From the rows of ``dim_words``."""
        kept = tuple(rows)
        verdicts = [row for row in kept if row["word_set"] == "verdict"]
        return cls(
            labels={(row["word_set"], row["code"]): row["label_vi"] for row in kept},
            wrong=frozenset(row["code"] for row in verdicts if row["is_wrong"]),
            right=frozenset(row["code"] for row in verdicts if row["is_right"]),
        )

    def label(self, word_set: str, code: str) -> str:
        """The label of a code; the code itself when nobody has given it a word yet."""
        return self.labels.get((word_set, code), code)
