"""What a server answers: one JSON object, or the same in pieces as server-sent events."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from flaming_horse.writers.llm.exchange import Usage

LONGEST_LINE = 1_000_000
"""Bytes. An event holds a few words; what has no end of line is no stream of events."""


class NotAnAnswer(Exception):
    """The server sent something else; the text says what, for people."""


@dataclass(slots=True)
class Collected:
    """An answer as far as it has come."""

    text: str = ""
    thought: int = 0
    finish: str | None = None
    usage: Usage | None = None
    ended: bool = False

    @property
    def complete(self) -> bool:
        """The server said that this was all: some send the reason, some the last event."""
        return self.ended or self.finish is not None

    def take(self, event: Mapping[str, Any]) -> None:
        """Add one event, or a whole answer. Raises NotAnAnswer for an error or another shape."""
        if event.get("error"):
            raise NotAnAnswer(error_text(event))
        choices = event.get("choices")
        if isinstance(choices, list) and choices:
            choice = _mapping(cast("list[Any]", choices)[0])
            message = _mapping(choice.get("delta") or choice.get("message"))
            content = message.get("content")
            self.text += content if isinstance(content, str) else ""
            thought = message.get("reasoning_content") or message.get("reasoning")
            self.thought += len(thought) if isinstance(thought, str) else 0
            reason = choice.get("finish_reason")
            self.finish = reason if isinstance(reason, str) else self.finish
        counted = _mapping(event.get("usage"))
        tokens = [counted.get("prompt_tokens"), counted.get("completion_tokens")]
        if all(isinstance(number, int) and number >= 0 for number in tokens) and any(tokens):
            tokens_in, tokens_out = cast("list[int]", tokens)
            self.usage = Usage(tokens_in, tokens_out)


@dataclass(slots=True)
class Pieces:
    """Puts an answer together from its bytes, however they arrive.

    `streamed`: they are events; else they are one JSON object.
    """

    streamed: bool
    collected: Collected = field(default_factory=Collected)
    _rest: bytes = field(default=b"")

    @property
    def size(self) -> int:
        """How much has come: characters of the answer and of the thoughts before it."""
        if not self.streamed:
            return len(self._rest)
        return len(self.collected.text) + self.collected.thought

    def feed(self, piece: bytes) -> None:
        """Take what has come. Raises NotAnAnswer for what cannot be an answer."""
        if not self.streamed:
            self._rest += piece
            return
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            raise NotAnAnswer("it sends a line without end")
        for event in self._events(lines):
            self.collected.take(event)

    def finish(self) -> None:
        """The connection has ended: a last line may have had no end of its own."""
        if self.streamed:
            self.feed(b"\n")
        else:
            self.collected.take(object_of(self._rest))
            self.collected.ended = True

    def _events(self, lines: list[bytes]) -> Iterator[Mapping[str, Any]]:
        for line in lines:
            name, _, value = line.strip().partition(b":")
            value = value.strip()
            if name != b"data" or not value:
                continue
            if value == b"[DONE]":
                self.collected.ended = True
                return
            yield object_of(value)


def object_of(content: bytes) -> Mapping[str, Any]:
    """The JSON object in `content`. Raises NotAnAnswer when it is none."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        shown = content[:80].decode("utf-8", "replace")
        raise NotAnAnswer(f"it answers with something that is not JSON: {shown!r}") from None
    if not isinstance(value, dict):
        raise NotAnAnswer("it answers with something that is no JSON object")
    return cast("dict[str, Any]", value)


def error_text(answer: Mapping[str, Any]) -> str:
    """The words of an error, which servers put in several places."""
    error = answer.get("error")
    if isinstance(error, dict):
        error = cast("dict[str, Any]", error).get("message")
    text = error or answer.get("message") or answer.get("detail") or ""
    return " ".join(str(text).split())[:400]


def _mapping(value: Any) -> Mapping[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
