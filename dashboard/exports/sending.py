"""What a browser is told about a file that it is to keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, cast

from flask import Response
from werkzeug.http import dump_options_header
from werkzeug.wsgi import FileWrapper

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "text/csv; charset=utf-8"

_PIECE = 1 << 16


def as_download(content: IO[bytes] | Iterator[bytes], name: str, kind: str) -> Response:
    """The file as it is sent, piece by piece; an open file is closed when its last piece has left."""
    pieces = FileWrapper(cast(IO[bytes], content), _PIECE) if hasattr(content, "read") else content
    response = Response(pieces, content_type=kind, direct_passthrough=True)
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename": name})
    response.headers["Cache-Control"] = "private, no-store"
    return response
