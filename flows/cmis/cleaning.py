"""Text as it is kept, whatever source it came from."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

_OUTER_BLANKS = " \t\r\n\u00a0\u3000\ufeff"


def clean(column: pa.Array) -> pa.Array:
    """Text without outer blanks, in NFC; empty text is null."""
    text = pc.utf8_trim(column, characters=_OUTER_BLANKS)
    if not pc.all(pc.string_is_ascii(text)).as_py():
        text = pc.utf8_normalize(text, form="NFC")
    is_empty = pc.equal(text, "")
    return pc.if_else(is_empty, pa.scalar(None, pa.string()), text) if pc.any(is_empty).as_py() else text
