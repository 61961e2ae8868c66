"""One question to a language model and its answer, as values that hold no key and no address."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

from flaming_horse_voice.files import digest_text

Role: TypeAlias = Literal["system", "user", "assistant"]

CHARACTERS_A_TOKEN = 4
"""What English prose has in the usual tokenisers, to within a fifth; where a server counts, its
own numbers are taken."""


def estimated_tokens(text: str) -> int:
    """About how many tokens a text has."""
    return -(-len(text) // CHARACTERS_A_TOKEN)


@dataclass(frozen=True, slots=True)
class Message:
    role: Role
    content: str

    def as_json(self) -> dict[str, str]:
        return {"role": self.role, "content": self.content}


@dataclass(frozen=True, slots=True)
class Request:
    """A question. `step` names it for people ("outline", "scene 2"); it is not sent.

    Nor is `about`: what it is asked about (a topic, a plan, a wish) without the words of a prompt.
    """

    step: str
    model: str
    messages: tuple[Message, ...]
    schema: Mapping[str, Any] = field(hash=False)
    about: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of what was asked: model, messages and schema. 64 hexadecimal digits.

        How the schema is sent differs between servers, and is no part of it.
        """
        asked = {
            "model": self.model,
            "messages": [message.as_json() for message in self.messages],
            "schema": self.schema,
        }
        canonical = json.dumps(asked, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return digest_text(canonical)

    @property
    def subject(self) -> str:
        """SHA-256 of the step and what it is about: the same for every wording of a prompt."""
        return digest_text(f"{self.step}\n{self.about}")

    @property
    def estimated_tokens(self) -> int:
        return sum(estimated_tokens(message.content) for message in self.messages)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of a question and its answer; `estimated` when the server did not count them."""

    tokens_in: int = 0
    tokens_out: int = 0
    estimated: bool = False

    @property
    def total(self) -> int:
        return self.tokens_in + self.tokens_out

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.estimated or other.estimated,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model wrote. `cut_off`: it reached the server's limit before its end."""

    text: str
    usage: Usage
    cut_off: bool = False


Told: TypeAlias = Callable[[str], None]
"""Called with the answer so far, again and again while it comes."""


class Asker(Protocol):
    """Who answers: a server, or recordings of one."""

    @property
    def model(self) -> str: ...

    def answer(self, request: Request, told: Told) -> Answer:
        """The model's answer.

        Raises ServerFailed, BudgetSpent, or WrongInput where nothing is recorded.
        """
        ...

    def accept(self, request: Request) -> None:
        """The answer to `request` was used."""
        ...
