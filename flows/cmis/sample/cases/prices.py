"""Awkward cases of price groups: who is residential, wholesale, or judged."""

from __future__ import annotations

from flows.cmis.sample.cases.draft import Case, Draft


def mixed_price(draft: Draft) -> None:
    """Half production, half residential: non-residential, shown as mixed."""
    draft.plain("PC02AA9900040", "Cơ sở giá hỗn hợp", 60_000, 2, groups=("SXBT", "SHBT"))


def became_business(draft: Draft) -> None:
    """Residential until six months ago, then business."""
    customer = draft.plain("PC02AA9900041", "Nhà ở thành cửa hàng", 60_000, groups=("SHBT",))
    customer.bare_point().price(("KDDV",), draft.ago(5).first)


def became_residential(draft: Draft) -> None:
    """Newer rows on other registers replace the older row of KT: residential since then."""
    customer = draft.plain("PC02AA9900042", "Cửa hàng thành nhà ở", 60_000)
    for register in ("BT", "CD", "TD"):
        customer.bare_point().price(("SHBT",), draft.ago(5).first, register=register)


def wholesale(draft: Draft) -> None:
    """SHBN and BB* are wholesale, though the one begins with SH."""
    draft.plain("PC02AA9900043", "Bán buôn nông thôn", 200_000, groups=("SHBN",))
    draft.plain("PC02AA9900044", "Bán buôn khu công nghiệp", 200_000, groups=("BBCN",))


def no_price(draft: Draft) -> None:
    """Without a price row the contract type decides: HDNSH is judged, HDSH is not."""
    for code, contract in (("PC02AA9900045", "HDNSH"), ("PC02AA9900046", "HDSH")):
        customer = draft.customer(code, f"Không có giá, hợp đồng {contract}", contract=contract, agreed=1)
        customer.point(draft.plain_book(1), groups=())
        customer.bills(60_000, draft.plain_book(1))


def person_or_organisation(draft: Draft) -> None:
    """LOAI_KHANG decides nothing: a residential organisation is out of scope, a person in business is judged."""
    for code, group, organisation in (("PC02AA9900047", "SHBT", True), ("PC02AA9900048", "KDDV", False)):
        customer = draft.customer(code, f"LOAI_KHANG {int(organisation)}, giá {group}", organisation=organisation)
        customer.point(draft.plain_book(1), groups=(group,))
        customer.bills(60_000, draft.plain_book(1))


def invalid_price_row(draft: Draft) -> None:
    """A later residential row with TRANG_THAI 0 changes nothing."""
    customer = draft.plain("PC02AA9900049", "Cơ sở có dòng giá bị hủy", 60_000, 2)
    customer.bare_point().price(("SHBT",), draft.ago(7).first, valid=0)


CASES: tuple[Case, ...] = (
    mixed_price,
    became_business,
    became_residential,
    wholesale,
    no_price,
    person_or_organisation,
    invalid_price_row,
)
