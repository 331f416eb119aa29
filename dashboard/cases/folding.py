"""What somebody looks for, held against a text without diacritics, case and punctuation."""

from __future__ import annotations

import re
from collections.abc import Sequence

PUNCTUATION = ".,;:()[]{}<>/\\|-–—_&+*=~^`$@%\"'“”‘’!?#"
"""What parts words, as in the macro ``searchable`` of the dbt project, which makes ``dim_customers.search_text``."""

_MOST_WORDS, _LONGEST_WORD = 8, 60


def folded(sql: str) -> str:
    """SQL: a text without diacritics and case; đ is a letter of its own that no decomposition reaches."""
    return f"translate(lower(strip_accents({sql})), 'đð', 'dd')"


def words_of(text: str) -> tuple[str, ...]:
    """The words that somebody looks for."""
    # What no database takes, as half a pair of surrogates, is nothing that anybody looks for.
    known = text.encode("utf-8", "ignore").decode()
    found = re.split(f"[\\s{re.escape(PUNCTUATION)}\\x00]+", known)
    return tuple(dict.fromkeys(word[:_LONGEST_WORD] for word in found if word))[:_MOST_WORDS]


def begins_a_word(sql: str, words: Sequence[str]) -> str:
    """SQL with a ``?`` for each word: every one of them begins a word of ``sql``."""
    return " AND ".join([f"contains({sql}, ' ' || {folded('?')})"] * len(words))
