"""What passes between a reading process and its parent: frames, each with its kind and length.

A table ends with a frame that counts its batches and rows; a stream that stops before it was cut.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, BinaryIO

import pyarrow as pa

ANSWER, BATCH, END, ERROR = b"J", b"B", b"E", b"X"
_HEAD = struct.Struct(">cQ")
_LONGEST_FRAME = 1 << 30


class BrokenStreamError(Exception):
    """What came is not a whole frame."""


@dataclass(frozen=True)
class Frame:
    """One message: ``kind`` is ANSWER, BATCH, END or ERROR."""

    kind: bytes
    body: bytes

    @property
    def document(self) -> Any:
        """The JSON in it, with decimals and times as they were."""
        return json.loads(self.body, object_hook=_revived)

    @property
    def batch(self) -> pa.RecordBatch:
        """The rows in it."""
        with pa.ipc.open_stream(pa.py_buffer(self.body)) as reader:
            return reader.read_next_batch()


def send(stream: BinaryIO, kind: bytes, document: object) -> None:
    """Write one JSON frame."""
    _send(stream, kind, json.dumps(document, default=_plain).encode())


def send_batch(stream: BinaryIO, batch: pa.RecordBatch) -> None:
    """Write one frame of rows."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    _send(stream, BATCH, sink.getvalue())


def receive(read: Callable[[int], bytes]) -> Frame:
    """Read one frame; ``read`` gives exactly as many bytes as asked for.

    Raises:
        BrokenStreamError: these bytes begin no frame.
    """
    kind, length = _HEAD.unpack(read(_HEAD.size))
    if kind not in (ANSWER, BATCH, END, ERROR) or length > _LONGEST_FRAME:
        raise BrokenStreamError(f"frame {kind!r} of {length} bytes")
    return Frame(kind, read(length))


def packed(schema: pa.Schema) -> str:
    """A schema as text."""
    return base64.b64encode(schema.serialize().to_pybytes()).decode()


def unpacked(text: str) -> pa.Schema:
    """The schema that :func:`packed` wrote."""
    return pa.ipc.read_schema(pa.py_buffer(base64.b64decode(text)))


def _send(stream: BinaryIO, kind: bytes, body: bytes | pa.Buffer) -> None:
    stream.write(_HEAD.pack(kind, len(body)))
    stream.write(body)
    stream.flush()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    raise TypeError(type(value).__name__)


def loads(line: bytes) -> Any:
    """JSON with decimals and times."""
    return json.loads(line, object_hook=_revived)


def dumps(document: object) -> bytes:
    """One line of JSON with decimals and times."""
    return json.dumps(document, default=_plain).encode() + b"\n"


def _revived(found: dict[str, Any]) -> object:
    match found:
        case {"decimal": str(text)} if len(found) == 1:
            return Decimal(text)
        case {"time": str(text)} if len(found) == 1:
            return datetime.fromisoformat(text)
    return found
