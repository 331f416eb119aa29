"""Released figures: open a release within a scope, read its rows, compare two, argue a verdict.

Everything that shows a figure reads it through this package, so that page, digest and command line agree.
"""

from semantic.argument import argue
from semantic.comparison import COMPARED_MARTS, Comparison, compare, open_compared
from semantic.corrections import compare_quarters, count_corrected, open_counted
from semantic.findings import tell_finding
from semantic.following import Follower, Trouble
from semantic.kept import Room
from semantic.layout import CURRENT
from semantic.metrics import Answer, Dimension, Filter, Format, Metric, Plan, Query, Shape, Span
from semantic.opening import open_release
from semantic.receipt import CodeVersion, DataTests, FileReceipt, MartReceipt, Receipt
from semantic.release import Release
from semantic.shelf import Shelf, SignOff
from semantic.standing import STANDING_MARTS, STANDING_METRICS, moved, standing
from semantic.words import Words

__all__ = [
    "COMPARED_MARTS",
    "CURRENT",
    "STANDING_MARTS",
    "STANDING_METRICS",
    "Answer",
    "CodeVersion",
    "Comparison",
    "DataTests",
    "Dimension",
    "FileReceipt",
    "Filter",
    "Follower",
    "Format",
    "MartReceipt",
    "Metric",
    "Plan",
    "Query",
    "Receipt",
    "Release",
    "Room",
    "Shape",
    "Shelf",
    "SignOff",
    "Span",
    "Trouble",
    "Words",
    "argue",
    "compare",
    "compare_quarters",
    "count_corrected",
    "moved",
    "open_compared",
    "open_counted",
    "open_release",
    "standing",
    "tell_finding",
]
