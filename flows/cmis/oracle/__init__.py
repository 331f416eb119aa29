"""CMIS on Oracle: one read-only transaction in a process of its own, watched by the clock.

:func:`oracle_source` makes the source that the settings describe, :func:`observe` looks at the way to it for
``phanky doctor``.
"""

from flows.cmis.oracle.examining import Observation, observe
from flows.cmis.oracle.source import OracleSource, oracle_source

__all__ = ["Observation", "OracleSource", "observe", "oracle_source"]
