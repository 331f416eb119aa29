from __future__ import annotations

from pathlib import Path

from notifier.channels import Piece, Result
from notifier.channels.outbox import OutboxChannel

MARKER = "#PK-20261124-9f3a01c2"


def test_each_part_is_a_file_that_can_be_found(tmp_path: Path) -> None:
    outbox = OutboxChannel(tmp_path)

    first = outbox.send(Piece("tin\n" + MARKER + " 1/2", MARKER + " 1/2", "PC02AA"))

    assert first.result is Result.SENT
    assert (tmp_path / "PC02AA" / "PK-20261124-9f3a01c2-1-2.txt").read_text(encoding="utf-8").startswith("tin\n")
    assert outbox.find(MARKER + " 1/2", "PC02AA")
    assert not outbox.find(MARKER + " 2/2", "PC02AA")
    assert not outbox.find(MARKER + " 1/2", "PC02BB")


def test_the_workbook_lies_beside_the_text(tmp_path: Path) -> None:
    OutboxChannel(tmp_path).send(Piece("tin", MARKER, "PC02AA", attachment=b"PK", attachment_name="sai.xlsx"))

    assert (tmp_path / "PC02AA" / "PK-20261124-9f3a01c2.xlsx").read_bytes() == b"PK"


def test_no_address_leads_out_of_the_folder(tmp_path: Path) -> None:
    outbox = OutboxChannel(tmp_path / "outbox")

    for address in ("../../x", "..", ".", "", "/etc/passwd", "a/b"):
        assert outbox.send(Piece("tin", MARKER, address)).result is Result.SENT

    assert [path.name for path in tmp_path.iterdir()] == ["outbox"]
    assert len(list((tmp_path / "outbox").iterdir())) == 6


def test_a_disk_that_takes_nothing_is_told_and_nothing_is_half_there(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file where the folder should be", encoding="utf-8")

    outcome = OutboxChannel(tmp_path / "outbox").send(Piece("tin", MARKER, "x"))

    assert outcome.result is Result.NOT_SENT
