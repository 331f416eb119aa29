"""What a case is written with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flows.cmis.sample.cases.customer import Customer, Monthly
from flows.cmis.sample.cases.sheet import HOME, Kwh, Sheet

OLD = date(2020, 1, 1)
"""Since when a customer is there, unless the case says otherwise."""


class Draft(Sheet):
    """The sheet, with two ways to begin a customer."""

    def customer(
        self,
        code: str,
        name: str,
        *,
        unit: str = HOME,
        since: date = OLD,
        until: date | None = None,
        version_until: date | None = None,
        organisation: bool = True,
        contract: str = "HDNSH",
        contract_until: date | None = None,
        registered: Kwh | None = None,
        agreed: int | None = None,
    ) -> Customer:
        """A customer with one contract and its annex; ``registered`` is A_TBINH, ``agreed`` the annex's SO_KY.

        ``version_until`` closes the first version only; the case then adds the next one.
        """
        customer = Customer(self, code, name, unit, since, until, organisation)
        customer.version(since, version_until or until)
        customer.contract("", kind=contract, until=contract_until, registered=registered, agreed=agreed)
        return customer

    def plain(
        self,
        code: str,
        name: str,
        kwh: Monthly,
        periods: int = 1,
        *,
        unit: str = HOME,
        since: date = OLD,
        until: date | None = None,
        version_until: date | None = None,
        registered: Kwh | None = None,
        groups: tuple[str, ...] = ("SXBT",),
    ) -> Customer:
        """A customer with one point in the shared book of ``periods`` kỳ, and its bills."""
        book = self.plain_book(periods, unit)
        customer = self.customer(
            code,
            name,
            unit=unit,
            since=since,
            until=until,
            version_until=version_until,
            registered=registered,
            agreed=periods,
        )
        customer.point(book, groups=groups)
        customer.bills(kwh, book)
        return customer


Case = Callable[[Draft], None]
"""One awkward case: adds the rows of its customer."""
