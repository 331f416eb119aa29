"""Who asks, as what, and how scopes are told apart."""

from __future__ import annotations

import pytest

from phanky.identity import Identity, Role, of_units, whole_company


def test_who_is_not_said_to_be_more_is_staff() -> None:
    assert Identity("lan", frozenset({"PC02AA"})).role is Role.STAFF


def test_a_job_of_the_whole_company_may_open_what_leaders_open() -> None:
    assert whole_company("job").role is Role.LEADER
    assert whole_company("phòng", Role.DEPARTMENT).role is Role.DEPARTMENT


def test_units_come_with_a_director_unless_said_otherwise() -> None:
    assert of_units("gđ", "PC02AA").role is Role.DIRECTOR
    assert of_units("nv", "PC02AA", role=Role.STAFF).role is Role.STAFF


def test_the_role_does_not_widen_the_scope() -> None:
    wide_role = Identity("lan", frozenset({"PC02AA"}), Role.LEADER)

    assert not wide_role.may_see("PC02BB")
    assert wide_role.scope_key == of_units("hoa", "PC02AA").scope_key


def test_leaders_and_departments_look_at_every_unit() -> None:
    assert [role for role in Role if role.sees_all] == ["leader", "department"]


def test_equal_units_in_any_order_are_one_scope() -> None:
    assert of_units("a", "PC02AA", "PC02BB").scope_key == of_units("b", "PC02BB", "PC02AA").scope_key


@pytest.mark.parametrize("unit", ["*", "PC02AA,PC02BB", "PC02AA%2CPC02BB"])
def test_a_unit_called_like_other_scopes_is_none_of_them(unit: str) -> None:
    others = (whole_company("c").scope_key, of_units("b", "PC02AA", "PC02BB").scope_key)
    assert of_units("a", unit).scope_key not in others
