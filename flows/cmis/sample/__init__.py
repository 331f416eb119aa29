"""Invented CMIS data of any size, the same on every machine.

``SampleSource`` holds ordinary customers in any number and, on top of them, one named customer for every awkward
case of the rules (``PC02AA99…``).  ``sample_agreements`` is the list of agreements that belongs to those cases, and
``write_exports`` writes a source's tables to files as CMIS exports them.
"""

from __future__ import annotations

from flows.cmis.sample.cases import sample_agreements
from flows.cmis.sample.exports import write_exports
from flows.cmis.sample.source import GENERATOR_VERSION, SampleSource

__all__ = ["GENERATOR_VERSION", "SampleSource", "sample_agreements", "write_exports"]
