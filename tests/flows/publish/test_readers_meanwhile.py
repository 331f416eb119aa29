"""Readers that never pause, while releases come and go."""

from __future__ import annotations

from phanky.identity import of_units, whole_company
from tests.flows.publish.readers_meanwhile import Reading, publish_under_readers
from tests.marts import House


def test_readers_see_whole_releases_and_no_error_while_thirty_are_published(small_house: House) -> None:
    readings = (Reading(whole_company("trưởng phòng"), 3), Reading(of_units("giám đốc", "PC02BB"), 1))

    seen, errors = publish_under_readers(small_house, 30, readings)

    assert errors == []
    assert len(seen) > 15
