"""Servers differ in what they take: how a question is sent, and what is given up when refused."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from flaming_horse.writers.llm.exchange import Request
from flaming_horse.writers.llm.stream import NotAnAnswer, error_text, object_of


@dataclass(slots=True)
class Ways:
    """How questions are sent. Each flag falls when a server refuses it, for good.

    The shape of the answer is asked for as a JSON schema, else as any JSON object, else by the
    prompt alone. None of the three is trusted: servers ignore the first two as they like.
    """

    shape: str = "schema"
    usage: bool = True
    tokens: str = "max_tokens"

    def body(self, request: Request, longest: int) -> dict[str, Any]:
        """The JSON body of a question whose answer has at most `longest` tokens."""
        body: dict[str, Any] = {
            "model": request.model,
            "messages": [message.as_json() for message in request.messages],
            "stream": True,
        }
        if self.tokens:
            body[self.tokens] = longest
        if self.usage:
            body["stream_options"] = {"include_usage": True}
        if self.shape == "schema":
            schema = {"name": _name(request.step), "schema": dict(request.schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.shape == "object":
            body["response_format"] = {"type": "json_object"}
        return body

    def give_up(self, said: str, status: int) -> bool:
        """Drop what the server's words name, else the next step of the shape; False: nothing left.

        A 404 is about the address or the model, unless its words say otherwise.
        """
        if "stream_options" in said and self.usage:
            self.usage = False
        elif "max_tokens" in said and self.tokens == "max_tokens":
            self.tokens = "max_completion_tokens"
        elif self.tokens and self.tokens in said:
            self.tokens = ""
        elif (status == 404 and not _about_shape(said)) or self.shape == "prompt":
            return False
        else:
            self.shape = "object" if self.shape == "schema" else "prompt"
        return True


def _about_shape(said: str) -> bool:
    return bool(re.search(r"response_format|json|schema|grammar", said))


def _name(step: str) -> str:
    return re.sub(r"[^a-z]+", "_", step.lower()).strip("_") or "answer"


def refused(content: bytes) -> str:
    """What a server said when it refused, in one line; HTML pages say nothing to people."""
    try:
        return error_text(object_of(content))
    except NotAnAnswer:
        text = " ".join(content[:400].decode("utf-8", "replace").split())
        return "" if text.startswith("<") else text[:200]


def retry_after(written: str | None) -> float | None:
    """Seconds to wait as the header `Retry-After` says it (RFC 9110, 10.2.3): seconds or a date."""
    if not written:
        return None
    try:
        return max(0.0, float(written))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - time.time())
    except ValueError:
        return None
