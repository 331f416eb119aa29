"""Awkward cases of amounts: exactly on a threshold, a kWh to either side, decimals, what counts as active energy."""

from __future__ import annotations

from flows.cmis.sample.cases.customer import but
from flows.cmis.sample.cases.draft import Case, Draft


def window_totals(draft: Draft) -> None:
    """Three months of exactly 50,000 or 100,000 a month, and one kWh more or less."""
    for code, usual, last, periods in (
        ("PC02AA9900054", 50_000, 49_999, 1),
        ("PC02AA9900055", 50_000, 50_000, 1),
        ("PC02AA9900056", 50_000, 50_001, 2),
        ("PC02AA9900057", 100_000, 100_000, 3),
        ("PC02AA9900058", 100_000, 100_001, 2),
    ):
        name = f"Cơ sở dùng {2 * usual + last} kWh ba tháng"
        draft.plain(code, name, but(usual, {draft.ago(0): last}), periods)


def decimals(draft: Draft) -> None:
    """Decimals that add up to 150,000.000, and to a thousandth less."""
    exact = {draft.ago(2): "49999.999", draft.ago(1): "50000.001"}
    draft.plain("PC02AA9900063", "Cơ sở kWh lẻ, vừa đủ 150.000", but(50_000, exact), 2)
    draft.plain("PC02AA9900064", "Cơ sở kWh lẻ, thiếu một phần nghìn", but(50_000, {draft.ago(2): "49999.999"}), 2)


def reactive_bill(draft: Draft) -> None:
    """Bills of kind VC are reactive energy and count nowhere."""
    customer = draft.plain("PC02AA9900065", "Cơ sở có hóa đơn vô công", 45_000)
    for month in draft.calendar.closed_months:
        customer.bill(month, 20_000, draft.plain_book(1), kind="VC")


def combined_bill(draft: Draft) -> None:
    """Bills of kind TC hold active energy too: they count beside TD."""
    customer = draft.plain("PC02AA9900066", "Cơ sở có hóa đơn TC", 30_000)
    for month in draft.calendar.closed_months:
        customer.bill(month, 25_000, draft.plain_book(1), kind="TC")


def almost_nothing(draft: Draft) -> None:
    """10 kWh a month: below 50,000 means 1 kỳ, so 2 kỳ are too many."""
    draft.plain("PC02AA9900067", "Cơ sở gần như không dùng điện", 10, 2)


CASES: tuple[Case, ...] = (window_totals, decimals, reactive_bill, combined_bill, almost_nothing)
