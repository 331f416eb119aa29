"""A question is a value, and nothing but a well-formed question can be one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from phanky.errors import UsageError
from semantic import Filter, Query, Release, Span

KWH = ("kwh_total",)


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"metrics": None}, "metrics nhận một danh sách tên, không nhận NoneType"),
        ({"metrics": "kwh_total"}, "metrics nhận một danh sách tên, không nhận str"),
        ({"metrics": [["kwh_total"]]}, "metrics nhận tên, không nhận list"),
        ({"group_by": [None]}, "group_by nhận tên, không nhận NoneType"),
        ({"group_by": [1]}, "group_by nhận tên, không nhận int"),
        ({"order_by": [{}]}, "order_by nhận tên, không nhận dict"),
        ({"filters": None}, "filters nhận tên chiều với giá trị, không nhận NoneType"),
        ({"filters": [("verdict", "dung")]}, "filters nhận tên chiều với giá trị, không nhận list"),
        ({"filters": {None: "dung", "verdict": "dung"}}, "filters nhận tên, không nhận NoneType"),
        ({"filters": {"verdict": 1.0}}, "filters, verdict nhận .*, không nhận float"),
        ({"filters": {"verdict": {"$ne": None}}}, "filters, verdict nhận một danh sách giá trị, không nhận dict"),
        ({"filters": {"verdict": b"dung"}}, "filters, verdict nhận một danh sách giá trị, không nhận bytes"),
        ({"filters": {"verdict": [["dung"]]}}, "filters, verdict nhận .*, không nhận list"),
        ({"filters": {"verdict": date(2026, 10, 1)}}, "filters, verdict nhận .*, không nhận date"),
        ({"filters": {"required_periods": 2**63}}, "filters, required_periods: số nguyên quá lớn"),
        ({"filters": {"required_periods": 10**5000}}, "filters, required_periods: số nguyên quá lớn"),
        ({"filters": {"customer_id": "\ud800"}}, "filters, customer_id: chuỗi có ký tự không phải Unicode"),
        ({"limit": "5"}, "limit nhận một số nguyên, không nhận str"),
        ({"limit": 1.5}, "limit nhận một số nguyên, không nhận float"),
        ({"limit": True}, "limit nhận một số nguyên, không nhận bool"),
        ({"limit": -1}, "Số dòng không hợp lệ"),
        ({"limit": 2**63}, "Số dòng không hợp lệ"),
        ({"limit": 10**5000}, "Số dòng không hợp lệ"),
        ({"everyone": "yes"}, "everyone nhận true hoặc false, không nhận str"),
        ({"everyone": [1]}, "everyone nhận true hoặc false, không nhận list"),
    ],
)
def test_what_is_no_question_is_refused(asked: dict[str, Any], complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        Query.of(**({"metrics": KWH} | asked))


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ({"metrics": ["kwh_total"]}, "metrics nhận một bộ tên, không nhận list"),
        ({"metrics": ("kwh_total", "kwh_total")}, "metrics nhận mỗi tên một lần"),
        ({"group_by": ("verdict", "verdict")}, "group_by nhận mỗi tên một lần"),
        ({"filters": (("verdict", ("dung",)),)}, "filters nhận các điều kiện, không nhận tuple"),
    ],
)
def test_a_question_put_together_by_hand_is_held_to_the_same(asked: dict[str, Any], complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        Query(**({"metrics": KWH} | asked))


def test_a_filter_put_together_by_hand_is_held_to_the_same() -> None:
    with pytest.raises(UsageError, match="filters, verdict nhận một danh sách giá trị, không nhận str"):
        Filter("verdict", "dung")  # type: ignore[arg-type]


def test_a_name_that_stands_twice_counts_once_and_values_have_no_order() -> None:
    asked = Query.of(["kwh_total", "kwh_total"], ["verdict", "verdict"], {"basis": ["b", "a", None, "a"]})
    assert asked == Query.of(["kwh_total"], ["verdict"], {"basis": ["a", "b", None]})


def test_true_is_not_one_even_where_the_answer_for_one_is_kept(company: Release) -> None:
    assert company.query(KWH, filters={"required_periods": 1}).num_rows == 1
    with pytest.raises(UsageError, match="required_periods nhận một số nguyên, không nhận True"):
        company.query(KWH, filters={"required_periods": True})


def test_a_span_of_anything_but_time_is_refused(company: Release) -> None:
    with pytest.raises(UsageError, match="Chỉ tháng và quý lọc được theo khoảng"):
        company.query(KWH, filters={"customer_id": Span("a", "z")})


def test_a_number_too_long_to_be_one_is_no_value(company: Release) -> None:
    with pytest.raises(UsageError, match="required_periods nhận một số nguyên"):
        company.dimensions["required_periods"].parse("9" * 5000)
