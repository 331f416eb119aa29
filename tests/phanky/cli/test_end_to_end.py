"""From nothing to a page and back, by the command line alone, in processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from phanky.cli.demo import _import_sample_agreements
from phanky.ledger import AGREEMENT_LIST, open_ledger
from phanky.settings import load_settings
from tests.marts import case
from tests.phanky.cli.conftest import Run
from tests.whole_marts import WholeHouse, rows_of

PROGRAM = [sys.executable, "-c", "from phanky.cli import main; main()"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    home = tmp_path_factory.mktemp("home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PHANKY_")}
    return {**kept, "PHANKY_HOME": str(home)}


@pytest.fixture(scope="module")
def demo(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A running demo and what it said until its page was there."""
    process = subprocess.Popen(
        [*PROGRAM, "demo", "--port", "0", "--no-browser", "--customers", "150"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A suite started in the background hands down an ignored SIGINT, as nohup does.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # no thread runs yet
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith("Ctrl-C"):
            break
    yield process, lines
    process.kill()
    process.wait(10)


def signed_in(address: str, lines: list[str], name: str) -> urllib.request.OpenerDirector:
    """A browser's worth of cookies of one of the users that the demo told."""
    (password,) = [line.split()[3] for line in lines if line.split()[:1] == [name]]
    come_in = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    sent = urllib.parse.urlencode({"ten": name, "mat-khau": password}).encode()
    come_in.open(urllib.request.Request(f"{address}dang-nhap", sent, {"Origin": address.rstrip("/")})).close()
    return come_in


def said(environment: dict[str, str], *arguments: str) -> str:
    """What a command that succeeds prints."""
    done = subprocess.run([*PROGRAM, *arguments], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_demo_goes_from_nothing_to_a_page_and_its_documentation(
    demo: tuple[subprocess.Popen[str], list[str]],
) -> None:
    _, lines = demo
    address = next(line.split(": ")[1] for line in lines if line.startswith("Trang Tổng quan: "))

    come_in = signed_in(address, lines, "giam-doc")
    with come_in.open(address) as page, come_in.open(f"{address}docs/") as docs:
        assert "<h1>Tổng quan</h1>" in page.read().decode()
        assert "dbt" in docs.read().decode()
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": "text/html"})) as form:
        assert "Đăng nhập" in form.read().decode()
    with urllib.request.urlopen(f"{address}healthz") as health:
        assert json.load(health)["release"] in "\n".join(lines)


def test_the_demo_has_agreements_that_count(
    environment: dict[str, str], demo: tuple[subprocess.Popen[str], list[str]]
) -> None:
    rows = json.loads(said(environment, "verdicts", "--verdict", "thoa_thuan", "--format", "json"))

    assert {row["basis"] for row in rows} == {"thoa_thuan"}


def test_a_run_of_the_same_snapshot_changes_nothing_and_says_so(
    environment: dict[str, str], demo: tuple[subprocess.Popen[str], list[str]]
) -> None:
    run = ("run", "--source", "sample", "--customers", "150")

    assert "Không có gì thay đổi" in said(environment, *run)
    document = json.loads(said(environment, *run, "--format", "json"))
    assert document["changed"] is False
    assert document["rows"]["HDN_HDON"] > 0
    found = json.loads(said(environment, "doctor", "--format", "json"))
    assert "không có gì thay đổi" in next(row["found"] for row in found if row["subject"] == "Lần chạy")


def test_the_demos_messages_of_today_arrive_in_its_chat_once_each(
    demo: tuple[subprocess.Popen[str], list[str]],
) -> None:
    _, lines = demo
    chat = next(line.split(": ")[1] for line in lines if "mô phỏng" in line)
    end, found = time.monotonic() + 120, []
    while "PC02" not in {message["to"] for message in found} and time.monotonic() < end:
        time.sleep(0.5)
        with urllib.request.urlopen(f"{chat}api/messages") as answer:
            found = json.load(answer)["messages"]

    texts = [message["text"] for message in found]
    assert any(text.startswith("KIỂM SOÁT PHÂN KỲ – Công ty Điện lực Quảng Trị") for text in texts)
    assert len(set(texts)) == len(texts)
    with urllib.request.urlopen(chat) as page:
        assert "Chat eOffice chưa công bố giao diện nhận tin" in page.read().decode()


def test_interrupting_the_demo_ends_it_without_complaint(demo: tuple[subprocess.Popen[str], list[str]]) -> None:
    process, _ = demo

    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    out, err = process.communicate(timeout=20)

    assert time.monotonic() - begun < 15
    assert process.returncode == 0
    assert "Đã dừng." in out
    assert "Traceback" not in err


def test_a_demo_never_takes_the_place_of_real_data(phanky: Run, home: Path) -> None:
    WholeHouse(home).release(rows_of([case("PC02AA0000001")]), source="files")

    outcome = phanky("demo", "--no-browser")

    assert outcome.code == 2
    assert "số liệu thật" in outcome.err
    assert not (home / "ledger.db").exists()


def test_a_demo_keeps_a_list_of_agreements_that_somebody_imported(phanky: Run, home: Path, tmp_path: Path) -> None:
    listing = tmp_path / "thoa-thuan.csv"
    listing.write_text("MA_KHANG,SO_KY,SO_VBAN,TU_NGAY,DEN_NGAY\nPC02AA0000001,2,,2026-01-01,\n", "utf-8")
    phanky("import", "agreements", listing)
    settings = load_settings(home=home)

    _import_sample_agreements(settings, date(2026, 11, 24))

    with open_ledger(settings) as ledger:
        assert ledger.lists.rows(AGREEMENT_LIST)[1]["MA_KHANG"].to_pylist() == ["PC02AA0000001"]
