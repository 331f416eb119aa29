"""A server that speaks Oracle's wire protocol over PostgreSQL: ``python -m tests.oracle_mirror`` with its arguments.

seerdb's launcher, with one condition that PostgreSQL 15 has not (IS JSON, which nothing here uses) written otherwise.
"""

from __future__ import annotations

import sys

from seerdb.server import launcher
from seerdb.server.backends import postgres


def main() -> int:
    """Serve until killed."""
    postgres._HELPER_FUNCTIONS_DDL = postgres._HELPER_FUNCTIONS_DDL.replace("$1 IS JSON", "$1 IS NOT NULL")
    return launcher.main() or 0


if __name__ == "__main__":
    sys.exit(main())
