"""Every page at both sizes into docs/images: ``python -m tests.dashboard.screenshots`` (``make screenshots``)."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from notifier import Message
from notifier.chat_viewer import ChatServer
from phanky.calendar import today
from phanky.cli.composing import messages_of
from phanky.cli.demo_chat import send_today
from phanky.identity import whole_company
from phanky.ledger import DeliveryKey, Ledger, open_ledger
from phanky.settings import load_settings
from semantic import open_release
from tests.dashboard.browser import READY, Page, browser_page
from tests.dashboard.homes import ROLES, served
from tests.runs import ROOT, sample_run

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
NAMES = {
    "tong-quan": "/",
    "don-vi": "/don-vi/PC02AA",
    "danh-sach": "/danh-sach",
    "khach-hang": "/khach-hang/{customer}",
    "canh-bao": "/canh-bao",
    "khach-hang-lon": "/khach-hang-lon",
    "kham-pha": "/kham-pha?chi-so=customers_too_few&theo=unit_code",
    "quy-dinh": "/quy-dinh",
    "du-lieu": "/du-lieu",
    "tin-nhan": "/tin-nhan",
}


def main(folder: Path) -> None:
    """Run the sample, serve it as leader and as a unit's director, and keep what they see."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pk-shots-") as shared, browser_page() as page:
        home = sample_run(Path(shared), "duckdb")
        customer = _customer(home)
        ledger_url = f"sqlite:///{shared}/messages.db"
        _keep_chat(page, home, ledger_url, folder)
        for role, identity in ROLES.items():
            with served(home, identity, ledger_url) as address:
                for name, path in NAMES.items():
                    _keep(page, address + path.format(customer=customer), folder / f"{name}-{role}")


def _keep(page: Page, url: str, stem: Path) -> None:
    for size, (width, height) in SIZES.items():
        page.open(url, width=width, height=height, until=READY)
        time.sleep(0.3)  # for the fonts
        page.picture(stem.with_name(f"{stem.name}-{size}.webp"), whole=False)


def _keep_chat(page: Page, home: Path, ledger_url: str, folder: Path) -> None:
    """Send today's messages to the viewer, but for one that nobody answers; keep what a phone and a desk show."""
    settings = load_settings(home=home, ledger_url=ledger_url)
    with open_ledger(settings) as ledger, ChatServer(names=_names(home), leads_to=settings.public_url) as chat:
        day = today(settings)
        *made, unanswered = messages_of(settings, None)
        _leave_in_doubt(ledger, unanswered)
        assert not send_today(settings, ledger, chat, day, lambda: made).is_complete
        for name, path in {"chat": "/?voi=PC02AA", "chat-danh-sach": "/"}.items():
            for size, (width, height) in SIZES.items():
                page.open(chat.address + path, width=width, height=height)
                page.picture(folder / f"{name}-{size}.webp", whole=False)


def _leave_in_doubt(ledger: Ledger, message: Message) -> None:
    key = DeliveryKey(message.kind, message.recipient, message.business_date)
    ledger.deliveries.freeze(
        key, release_id=message.release_id, marker=message.marker, parts=message.parts, channel="http", address="",
    )  # fmt: skip
    sender = ledger.deliveries.holder()
    attempt = ledger.deliveries.claim(key, timedelta(minutes=3), datetime.now(UTC), holder=sender, may_search=False)
    assert attempt is not None
    ledger.deliveries.unknown(attempt, "Chat eOffice không trả lời trong 30 giây")
    sender.leave()


def _names(home: Path) -> dict[str, str]:
    with open_release(whole_company("t"), home=home, marts=["dim_units"]) as release:
        rows = release.rows("dim_units", ["unit_code", "short_name"], {"is_current": True}).to_pylist()
    return {"PC02": load_settings(home=home).company_name, **{row["unit_code"]: row["short_name"] for row in rows}}


def _customer(home: Path) -> str:
    with open_release(whole_company("t"), home=home, marts=["fct_reading_period_compliance"]) as release:
        wrong = {"managing_unit_code": "PC02AA", "verdict": "thieu_ky"}
        rows = release.rows("fct_reading_period_compliance", ["customer_id"], wrong, ["-month"], 1).to_pylist()
    return str(rows[0]["customer_id"])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
