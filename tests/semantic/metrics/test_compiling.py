from __future__ import annotations

import gc

from semantic import Query, Release


def test_what_writes_the_sql_is_passed_over_when_garbage_is_looked_for(company: Release) -> None:
    # Some hundred thousand objects that stay: to look through them stops every reader of a server.
    company.explain(Query.of(["customers_wrong"], ["unit_code"]))

    assert gc.get_freeze_count() > 100_000
