"""The folder in which releases stand: which there are, which is current, which are signed off."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from phanky.errors import DamageError, UsageError
from semantic.layout import CURRENT, RECEIPT_FILE, RELEASE_ID, SIGN_OFFS_FILE
from semantic.naming import require_known
from semantic.receipt import FileReceipt, Receipt, from_json


@dataclass(frozen=True)
class SignOff:
    """A quarter that was signed off, and the release it was signed off on."""

    release_id: str
    signed_at: datetime


SIGN_OFFS = TypeAdapter(dict[str, SignOff])
"""Reads and writes ``signed-off.json``: quarter -> sign-off."""


@dataclass(frozen=True)
class Shelf:
    """Releases under ``home``.  A folder counts once its receipt is there."""

    home: Path

    @property
    def folder(self) -> Path:
        """Where the releases stand."""
        return self.home / "releases"

    def release_folder(self, release_id: str) -> Path:
        """Where one release stands."""
        return self.folder / release_id

    def current_id(self) -> str | None:
        """Id of the release in service; None before the first one."""
        try:
            return (self.folder / CURRENT).read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def release_ids(self) -> tuple[str, ...]:
        """Ids of the complete releases, in order of id, so by as-of date."""
        if not self.folder.is_dir():
            return ()
        found = (entry.name for entry in self.folder.iterdir() if RELEASE_ID.fullmatch(entry.name))
        return tuple(sorted(name for name in found if (self.folder / name / RECEIPT_FILE).is_file()))

    def receipt(self, release_id: str) -> Receipt:
        """Receipt of a release; DamageError when it is missing or unreadable."""
        path = self.release_folder(release_id) / RECEIPT_FILE
        try:
            text = path.read_text(encoding="utf-8")
        except (FileNotFoundError, UnicodeDecodeError) as error:
            raise DamageError(f"{path}: thiếu hoặc hỏng biên nhận. Quay về bản phát hành khác.") from error
        return from_json(text, str(path))

    def receipts(self) -> tuple[Receipt, ...]:
        """Receipts of all complete releases, in the order in which they were published."""
        return tuple(sorted(map(self.receipt, self.release_ids()), key=lambda receipt: receipt.published_at))

    def sign_offs(self) -> Mapping[str, SignOff]:
        """Quarter (``2026-Q3``) -> its sign-off; DamageError when the list cannot be read."""
        path = self.folder / SIGN_OFFS_FILE
        try:
            return SIGN_OFFS.validate_json(path.read_bytes()) if path.is_file() else {}
        except ValidationError as error:
            raise DamageError(f"{path}: danh sách quý đã chốt không đọc được. Lấy lại từ bản sao lưu.") from error

    def resolve(self, text: str = CURRENT) -> str:
        """The id meant by ``text``: ``current``, an id, a unique beginning of one, or a signed-off quarter.

        Raises:
            UsageError: naming what is near, or the ids that begin alike.
        """
        if text == CURRENT:
            return self._resolve_current()
        if signed := self.sign_offs().get(text):
            return signed.release_id
        ids = self.release_ids()
        alike = [text] if text in ids else [found for found in ids if text and found.startswith(text)]
        if len(alike) > 1:
            raise UsageError(f"“{text}” chỉ nhiều bản phát hành: {', '.join(alike)}. Viết dài hơn.")
        return alike[0] if alike else require_known("bản phát hành", text, ids)

    def _resolve_current(self) -> str:
        current = self.current_id()
        if current is None:
            raise UsageError("Chưa có bản phát hành nào. Chạy “phanky run” hoặc “phanky demo” trước.")
        return current

    def audit(self, release_id: str) -> Receipt:
        """Compare every file of a release with its receipt.

        Raises:
            DamageError: naming the first file that is missing or differs.
        """
        receipt = self.receipt(release_id)
        audit_files(self.release_folder(release_id), receipt.files)
        return receipt


def audit_files(folder: Path, files: tuple[FileReceipt, ...]) -> None:
    """Compare files with what their receipt says; DamageError names the first that is missing or differs."""
    for file in files:
        path = folder / file.path
        if not path.is_file() or file_receipt(folder, path) != file:
            raise DamageError(f"{path}: tệp thiếu hoặc không khớp biên nhận. Quay về bản phát hành khác.")


def file_receipt(folder: Path, path: Path) -> FileReceipt:
    """What the receipt says of a file that stands under ``folder``."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return FileReceipt(path.relative_to(folder).as_posix(), digest, path.stat().st_size)
