"""Passwords: what one must look like, and argon2id over it.  Nothing here keeps or shows one."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from phanky.errors import UsageError

SHORTEST = 12
LONGEST = 200

# OWASP's least: 19 MiB, two passes.  Eight threads that serve pages may each do this at once beside the engine.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def checked(password: str, name: str) -> str:
    """The password, when it may be one.

    Raises:
        UsageError: too short, too long, or the user's own name.
    """
    if len(password) < SHORTEST:
        raise UsageError(f"Mật khẩu quá ngắn: phải có ít nhất {SHORTEST} ký tự. Chọn mật khẩu dài hơn.")
    if len(password) > LONGEST:
        raise UsageError(f"Mật khẩu quá dài: tối đa {LONGEST} ký tự. Chọn mật khẩu ngắn hơn.")
    if (len(name) >= 4 and name.lower() in password.lower()) or len(set(password)) < SHORTEST // 2:
        raise UsageError("Mật khẩu dễ đoán: chứa tên đăng nhập hoặc lặp lại ít ký tự. Chọn mật khẩu khác.")
    return password


def hashed(password: str) -> str:
    """What is kept in place of a password."""
    return _HASHER.hash(_typed_anywhere(password))


def fits(password: str, kept: str | None) -> bool:
    """Whether this is the password; takes as long when there is none to compare with."""
    try:
        _HASHER.verify(kept or _decoy(), _typed_anywhere(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def invented() -> str:
    """A new password of 20 letters and digits (119 bits), without those that look alike."""
    alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    return "".join(secrets.choice(alphabet) for _ in range(20))


@cache
def _decoy() -> str:
    # Without it a name that does not exist would be told by how quickly it is refused.
    return _HASHER.hash(secrets.token_hex())


def _typed_anywhere(password: str) -> bytes:
    # Two keyboards may write the same Vietnamese letter as one code point or as two.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
