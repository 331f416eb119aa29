"""Texts as they are searched: without diacritics, case and punctuation, in SQL alone so that both sides are alike."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PUNCTUATION = ".,;:()[]{}/\\|-–_&+*\"'“”‘’!?#"
_LETTERS, _PLAIN = "đð", "dd"
_MOST_WORDS, _LONGEST_WORD = 8, 60


def folded(sql: str) -> str:
    """SQL: a text without diacritics and case; đ is a letter of its own that no decomposition reaches."""
    return f"translate(lower(strip_accents({sql})), '{_LETTERS}', '{_PLAIN}')"


def searchable(sql: str) -> str:
    """SQL: a text in which every word has a blank before it."""
    away = _PUNCTUATION.replace("'", "''")
    blanks = " " * len(_PUNCTUATION)
    return f"' ' || translate(lower(strip_accents({sql})), '{_LETTERS}{away}', '{_PLAIN}{blanks}')"


def words_of(text: str) -> tuple[str, ...]:
    """The words that somebody looks for."""
    # What no database takes, as half a pair of surrogates, is nothing that anybody looks for.
    known = text.encode("utf-8", "ignore").decode()
    found = re.split(f"[\\s{re.escape(_PUNCTUATION)}\\x00]+", known)
    return tuple(dict.fromkeys(word[:_LONGEST_WORD] for word in found if word))[:_MOST_WORDS]


def begins_a_word(sql: str, words: Sequence[str]) -> tuple[str, list[str]]:
    """SQL and its values: every word begins a word of the text."""
    condition = f"contains({searchable(sql)}, ' ' || {folded('?')})"
    return " AND ".join([condition] * len(words)), list(words)
