"""CMIS on Oracle: one read-only transaction in a process of its own, watched by the clock.

:func:`oracle_source` makes the source that the settings describe.
"""

from flows.cmis.oracle.source import OracleSource, oracle_source

__all__ = ["OracleSource", "oracle_source"]
