"""A language model's server on loopback that does what a test tells it, faults included."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from flaming_horse.writers.llm.settings import Server

Behaviour = Callable[["Handler", dict[str, Any]], None]
KEY = "sk-secret-4f9d27c1e0"


class Handler(BaseHTTPRequestHandler):
    server: FaultServer

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        body = json.loads(self.rfile.read(length))
        self.server.seen.append(Seen(self.path, dict(self.headers.items()), body))
        plays = self.server.plays
        behaviour = plays.pop(0) if len(plays) > 1 else plays[0]
        with suppress(BrokenPipeError, ConnectionResetError):
            behaviour(self, body)

    def log_message(self, *_: object) -> None:
        return

    def start_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()

    def event(self, data: Any) -> None:
        text = data if isinstance(data, str) else json.dumps(data)
        self.wfile.write(f"data: {text}\n\n".encode())
        self.wfile.flush()

    def piece(self, text: str, finish: str | None = None) -> None:
        self.event({"choices": [{"delta": {"content": text}, "finish_reason": finish}]})


@dataclass
class Seen:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class FaultServer(ThreadingHTTPServer):
    plays: list[Behaviour]
    seen: list[Seen] = field(default_factory=list)
    daemon_threads = True
    block_on_close = False

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def as_server(self, **changes: Any) -> Server:
        return Server(self.url, "test-model", **{"key": KEY, "timeout_s": 5.0, **changes})


@contextmanager
def serving(*plays: Behaviour) -> Iterator[FaultServer]:
    """A server that plays its behaviours one after the other, and the last one for ever."""
    server = FaultServer(list(plays))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def says(text: str, usage: tuple[int, int] | None = (10, 20)) -> Behaviour:
    """A whole answer, streamed in pieces of a few letters."""

    def play(handler: Handler, body: dict[str, Any]) -> None:
        handler.start_stream()
        for at in range(0, len(text), 7):
            handler.piece(text[at : at + 7])
        handler.piece("", "stop")
        if usage:
            tokens = {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
            handler.event({"choices": [], "usage": tokens})
        handler.event("[DONE]")

    return play


def at_once(text: str) -> Behaviour:
    """The answer as one object: the server does not know streaming."""
    return status(200, {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]})


def status(code: int, body: Any = None, headers: Mapping[str, str] | None = None) -> Behaviour:
    def play(handler: Handler, _: dict[str, Any]) -> None:
        content = body.encode() if isinstance(body, str) else json.dumps(body or {}).encode()
        handler.send_response(code)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return play


def cuts_off(text: str) -> Behaviour:
    """The connection dies in the middle of the answer."""

    def play(handler: Handler, _: dict[str, Any]) -> None:
        handler.start_stream()
        handler.piece(text)
        # A reset, not an end: as when the server's process dies.
        linger = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.connection.close()

    return play


def ends_early(text: str) -> Behaviour:
    """The answer ends politely before the model had finished."""

    def play(handler: Handler, _: dict[str, Any]) -> None:
        handler.start_stream()
        handler.piece(text)

    return play


def silent(seconds: float = 30.0) -> Behaviour:
    def play(handler: Handler, _: dict[str, Any]) -> None:
        handler.start_stream()
        time.sleep(seconds)

    return play


def endless(piece: str = "and so on ") -> Behaviour:
    def play(handler: Handler, _: dict[str, Any]) -> None:
        handler.start_stream()
        while True:
            handler.piece(piece * 50)

    return play


def line_without_end() -> Behaviour:
    def play(handler: Handler, _: dict[str, Any]) -> None:
        handler.start_stream()
        handler.wfile.write(b"data: ")
        while True:
            handler.wfile.write(b"x" * 65536)

    return play


def drips(interval_s: float = 0.02) -> Behaviour:
    """Sends comments for ever: never silent, never an answer."""

    def play(handler: Handler, _: dict[str, Any]) -> None:
        handler.start_stream()
        while True:
            handler.wfile.write(b": still here\n\n")
            handler.wfile.flush()
            time.sleep(interval_s)

    return play


def without(field_name: str, then: Behaviour) -> Behaviour:
    """Refuses a field of the body by name, and answers questions without it."""

    def play(handler: Handler, body: dict[str, Any]) -> None:
        if field_name in body:
            message = f"Unrecognized request argument: {field_name}"
            status(400, {"error": {"message": message}})(handler, body)
        else:
            then(handler, body)

    return play


def without_schema(then: Behaviour, takes: tuple[str, ...] = ("json_object",)) -> Behaviour:
    """Refuses the kinds of `response_format` that it does not take, in words of its own."""

    def play(handler: Handler, body: dict[str, Any]) -> None:
        kind = body.get("response_format", {}).get("type")
        if kind is not None and kind not in takes:
            status(422, {"detail": f"Invalid type {kind}"})(handler, body)
        else:
            then(handler, body)

    return play


def echoes_key() -> Behaviour:
    """Repeats the header in its refusal, as badly made proxies do."""

    def play(handler: Handler, body: dict[str, Any]) -> None:
        told = {"error": {"message": f"bad credentials: {handler.headers['Authorization']}"}}
        status(401, told)(handler, body)

    return play
