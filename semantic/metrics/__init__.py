"""Metrics: what they are, and how a question about them becomes SQL and an answer.

The definitions are dbt YAML beside the marts; a release carries them.  Only :mod:`.compiling` knows MetricFlow.
"""

from semantic.metrics.answering import Answer, Answering
from semantic.metrics.definitions import Definitions
from semantic.metrics.facts import MONTH, QUARTER, Dimension, Format, Metric, Shape, Value
from semantic.metrics.planning import Plan
from semantic.metrics.query import NO_FILTERS, Filter, Query, Span, Wish

__all__ = [
    "MONTH",
    "NO_FILTERS",
    "QUARTER",
    "Answer",
    "Answering",
    "Definitions",
    "Dimension",
    "Filter",
    "Format",
    "Metric",
    "Plan",
    "Query",
    "Shape",
    "Span",
    "Value",
    "Wish",
]
