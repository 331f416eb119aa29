"""Messages as files, one a part, whole or not there: what another program or a person passes on."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from notifier.channels.contract import Outcome, Piece, Result


class OutboxChannel:
    """``<folder>/<address>/<marker>.txt``; the attachment beside it under the same name."""

    can_search = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, piece: Piece) -> Outcome:
        """Write it; the text comes last, so that what can be found is complete."""
        path = self._path(piece.marker, piece.address)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if piece.attachment is not None:
                _write(path.with_suffix(Path(piece.attachment_name).suffix or ".bin"), piece.attachment)
            _write(path, piece.text.encode("utf-8"))
        except OSError as error:
            # Either the file has its name or it has not: there is no doubt about a file.
            return Outcome(Result.NOT_SENT, f"không ghi được vào hộp thư đi ({error.strerror})")
        return Outcome(Result.SENT)

    def find(self, marker: str, address: str) -> bool | None:
        """Whether its file is there."""
        return self._path(marker, address).exists()

    def _path(self, marker: str, address: str) -> Path:
        name = marker.removeprefix("#").replace(" ", "-").replace("/", "-")
        return self._folder / _safe(address) / f"{_safe(name)}.txt"


def _safe(name: str) -> str:
    """A name of one file, whatever it holds; no name of a hidden file or of the folder above."""
    quoted = quote(name, safe="") or "_"
    return quoted.replace(".", "%2E", 1) if quoted.startswith(".") else quoted


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.partial")
    with temporary.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
