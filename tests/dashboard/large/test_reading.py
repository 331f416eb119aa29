from __future__ import annotations

import pytest

from dashboard.address import Address
from dashboard.large import Large, read_large
from dashboard.large.values import Customer
from dashboard.view import View
from phanky.errors import UsageError
from tests.dashboard.large.conftest import HOTEL, PUMP, SCHOOL, STEEL


def large(view: View, search: str = "") -> Large:
    return read_large(view, Address.parse("/khach-hang-lon", search))


def one(view: View, code: str, search: str = "") -> Customer:
    return next(customer for customer in large(view, search).customers if customer.customer_id == code)


def test_the_greatest_of_the_newest_month_comes_first(company: View) -> None:
    values = large(company)

    assert [customer.customer_id for customer in values.customers] == [STEEL, HOTEL, SCHOOL, PUMP]
    assert [customer.place for customer in values.customers] == [1, 2, 3, 4]
    assert (values.whole_kwh, values.count, values.asked.period.name) == (1_000_000, 4, "2026-10")


def test_a_part_is_of_the_unit_and_of_everything_in_view(company: View) -> None:
    steel, hotel = one(company, STEEL), one(company, HOTEL)

    assert (steel.unit_share, steel.whole_share, steel.so_far_share) == (0.8, 0.6, 0.6)
    assert (hotel.unit_share, hotel.whole_share, hotel.so_far_share) == (1.0, 0.25, 0.85)


def test_growth_is_on_the_month_before_and_on_the_same_month_of_last_year(company: View) -> None:
    steel, hotel = one(company, STEEL), one(company, HOTEL)

    assert steel.growth_month == pytest.approx(-0.2)
    assert steel.growth_year == pytest.approx(0.2)
    assert (hotel.growth_month, hotel.growth_year) == (None, None)


def test_growth_is_the_metric_of_that_name(company: View) -> None:
    for customer in large(company).customers:
        (row,) = company.release.query(
            ["kwh_total", "kwh_growth_month", "kwh_growth_year"],
            filters={"month": "2026-10", "customer_id": customer.customer_id},
        ).to_pylist()
        assert customer.kwh == row["kwh_total"]
        assert customer.growth_month == pytest.approx(row["kwh_growth_month"])
        assert customer.growth_year == pytest.approx(row["kwh_growth_year"])


@pytest.mark.parametrize(
    ("change", "kwh", "share"), [("-10", -60_000, -0.08), ("50", 300_000, 0.4), ("-100", -600_000, -0.8)]
)
def test_a_change_of_a_customer_moves_its_unit_by_its_part(
    company: View, change: str, kwh: float, share: float
) -> None:
    steel = one(company, STEEL, f"?thay-doi={change}")

    assert (steel.effect_kwh, steel.effect_share) == (pytest.approx(kwh), pytest.approx(share))


def test_a_customer_is_large_from_100000_kwh_a_month_on_average(company: View) -> None:
    assert (large(company).kinds["lon"].count, large(company).kinds["lon"].share) == (3, 0.97)
    assert [c.customer_id for c in large(company, "?chon=lon").customers] == [STEEL, HOTEL, SCHOOL]
    assert [c.customer_id for c in large(company, "?chon=lon&thang=2026-Q3").customers] == [STEEL, SCHOOL]


def test_key_customers_are_listed_with_their_reason_whatever_they_consume(company: View) -> None:
    values = large(company, "?chon=trong-diem")

    assert [(c.customer_id, c.reason, c.remark) for c in values.customers] == [
        (HOTEL, None, None),
        (PUMP, "Thủy lợi", "Hai nguồn"),
    ]
    assert [c.so_far_share for c in values.customers] == [0.25, 0.28]
    assert [c.is_key for c in large(company).customers] == [False, True, False, True]


def test_a_director_sees_his_unit_with_the_shares_that_the_leader_sees(company: View, dong_ha: View) -> None:
    own, seen = large(dong_ha), large(company, "?don-vi=PC02AA")

    assert own.customers == seen.customers
    assert {customer.unit_code for customer in own.customers} == {"PC02AA"}
    assert own.kinds["trong-diem"].count == 1
    with pytest.raises(UsageError, match="PC02BB"):
        large(dong_ha, "?don-vi=PC02BB")


def test_the_part_in_the_unit_does_not_depend_on_the_price_group_chosen(company: View) -> None:
    values = large(company, "?nhom-gia=SXBT")

    assert [(c.customer_id, c.unit_share, c.whole_share) for c in values.customers] == [(STEEL, 0.8, 1.0)]


def test_the_load_of_a_price_group_has_its_last_months(company: View) -> None:
    loads = {load.price_group: dict(load.kwh) for load in large(company).loads}

    assert list(loads) == ["SXBT", "KDDV"]
    assert loads["SXBT"] == {"2025-10": 500_000, "2026-09": 750_000, "2026-10": 600_000}
    assert loads["KDDV"] == {"2025-10": 0, "2026-09": 100_000, "2026-10": 400_000}


def test_a_page_beyond_the_list_has_totals_and_nobody(company: View) -> None:
    values = large(company, "?trang=9")

    assert (values.customers, values.count) == ((), 4)


@pytest.mark.parametrize(
    "search",
    ["?thang=2031-01", "?thang=x", "?don-vi=%00", "?nhom-gia=ZZ", "?thay-doi=7", "?trang=0", "?trang=²", "?chon=x"],
)
def test_what_there_is_not_is_told(company: View, search: str) -> None:
    with pytest.raises(UsageError):
        large(company, search)
