"""How the block of a visual is read from a storyboard, and written back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias, cast

from pydantic import BaseModel

from flaming_horse.errors import Place

Data: TypeAlias = Mapping[str, Any]
Construct: TypeAlias = Literal["list", "quotation", "table", "picture", "formula", "program"]
"""What Markdown has a sign of its own for."""

_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


class Fence(Protocol):
    """A fence, or what Markdown gave in its place, as the kind reads it."""

    @property
    def content(self) -> str:
        """What stands in it."""
        ...

    @property
    def language(self) -> str:
        """The language that a program is written in."""
        ...

    @property
    def start(self) -> Place:
        """The place of the fence itself."""
        ...

    def place(self, offset: int) -> Place:
        """The place of a sign of the content."""
        ...

    def wrong(self, place: Place, what: str, remedy: str = "") -> None:
        """Tell that something is wrong there."""
        ...

    def has_formula(self, latex: str, place: Place) -> None:
        """Tell of a formula that is shown: it is tried before anything is drawn."""
        ...

    def has_texts(self, data: Any) -> None:
        """Tell of the formulas between dollars in all texts of the data."""
        ...

    def yaml(self, name: str, model: type[BaseModel]) -> dict[str, Any] | None:
        """The content as that model reads it; None after what is wrong with it was told."""
        ...

    def has_picture(self, file: str, written: str) -> bool:
        """Whether the picture lies beside the storyboard and can be read; told where not."""
        ...


class Pen(Protocol):
    """What writes texts so that Markdown reads them as they are."""

    def rich(self, text: Any) -> str:
        """Rich text, on one line."""
        ...

    def starting(self, text: str) -> str:
        """What rich text became, at the start of a line: it begins no list, heading, quotation."""
        ...


@dataclass(frozen=True, slots=True)
class WrittenBlock:
    """The block of a visual: in a fence of that name, or without one as Markdown has it."""

    body: str
    fence: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])


def quoted(text: str) -> str:
    """A text between double quotes, as YAML and JSON both read it."""
    written = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def as_yaml(value: Any) -> str:
    """Plain data on one line of YAML."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(as_yaml(entry) for entry in cast('list[Any]', value))}]"
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value).items()
        return f"{{{', '.join(f'{quoted(name)}: {as_yaml(each)}' for name, each in fields)}}}"
    return json.dumps(value)
