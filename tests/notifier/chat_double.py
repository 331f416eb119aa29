"""A chat server with a look-up that fails in every way a real one may; it plays an interface that is not public."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class ChatDouble:
    """What arrived, in order; ``mood`` says what happens to the next message."""

    texts: list[str] = field(default_factory=list)
    asked: list[tuple[dict[str, str], Any]] = field(default_factory=list)
    moods: list[str] = field(default_factory=list)
    random: random.Random | None = None
    longest_delay: float = 0.0
    url: str = ""

    def count(self, marker: str) -> int:
        """How often a part arrived."""
        return sum(text.endswith(marker) for text in self.texts)

    def mood(self) -> str:
        if self.random is None:
            return self.moods.pop(0) if self.moods else "fine"
        return self.random.choice(["fine"] * 12 + ["429", "500", "silent", "silent stored", "cut stored", "cut"])

    def delay(self) -> None:
        if self.longest_delay:
            time.sleep((self.random or random.Random()).uniform(0, self.longest_delay))


class _Handler(BaseHTTPRequestHandler):
    @property
    def double(self) -> ChatDouble:
        return self.server.double  # type: ignore[attr-defined]  # set below

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.double.asked.append((dict(self.headers), body))
        mood = self.double.mood()
        self.double.delay()
        if mood == "fine" or mood.endswith("stored"):
            self.double.texts.append(body["text"])
        self.double.delay()
        self._answer(mood)

    def do_GET(self) -> None:
        marker = parse_qs(urlsplit(self.path).query)["q"][0]
        self._say(200, {"found": [text for text in list(self.double.texts) if marker in text]})

    def _answer(self, mood: str) -> None:
        match mood.split(maxsplit=1)[0]:
            case "cut":
                self.close_connection = True
                self.connection.close()
            case "silent":
                self._say(500, None)
            case "slow":
                time.sleep(3)
            case "redirect":
                self.send_response(302)
                self.send_header("Location", self.double.url + "/elsewhere")
                self.end_headers()
            case "fine":
                self._say(200, {"ok": True})
            case status:
                self._say(int(status), {"error": "no"})

    def _say(self, status: int, answer: Any) -> None:
        content = b"" if answer is None else json.dumps(answer, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        # The sender was killed, or the connection cut by the mood.
        with suppress(ConnectionError, ValueError):
            super().handle()


@contextmanager
def chat_double(double: ChatDouble) -> Iterator[ChatDouble]:
    """The server, running."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.double = double  # type: ignore[attr-defined]
    double.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
