"""The secret that signs sessions: from the settings, or made once for this installation."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from uuid import uuid4

from phanky.errors import ConfigurationError
from phanky.settings import Settings

FILE = "session.key"
SHORTEST = 32


def session_secret(settings: Settings) -> str:
    """The secret; the same for all processes of one installation.

    Raises:
        ConfigurationError: too short, not to be read or written, or open to others.
    """
    given = settings.secret("session_secret")
    return long_enough(given, "PHANKY_SESSION_SECRET") if given is not None else _kept(settings.home / FILE)


def long_enough(secret: str, setting: str) -> str:
    """The secret, when nobody can guess it by trying."""
    if len(secret) < SHORTEST:
        raise ConfigurationError(
            f"{setting} quá ngắn: cần ít nhất {SHORTEST} ký tự ngẫu nhiên, ví dụ kết quả của “openssl rand -hex 32”."
        )
    return secret


def _kept(file: Path) -> str:
    try:
        if not file.exists():
            _make(file)
        if os.name == "posix" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise ConfigurationError(f"{file} để người khác đọc được. Chạy: chmod 600 {file}")
        return long_enough(file.read_text(encoding="ascii").strip(), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"Không đọc được hoặc không tạo được {file} ({type(error).__name__}).") from error


def _make(file: Path) -> None:
    """Whole and closed to others before it has its name; the first of several processes wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}-{uuid4().hex}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(32))
            stream.flush()
            os.fsync(stream.fileno())
        if not file.exists():
            _name(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def _name(draft: Path, file: Path) -> None:
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        draft.replace(file)
