"""An answer as the JSON that was asked for, or what is wrong with it, in words for the model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from flaming_horse.storyboard.findings import nearest

T = TypeVar("T", bound=BaseModel)

MOST_FINDINGS = 12
"""More than these say the same again, and cost tokens."""

_THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL)


class Unusable(Exception):
    """An answer that is not what was asked for; `findings` say why, each with its place."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("; ".join(findings))
        self.findings = findings


def read_answer(text: str, model: type[T]) -> T:
    """The value in an answer, even where there are words, fences or thoughts around it.

    Raises Unusable.
    """
    value = _object_in(text)
    try:
        return model.model_validate(value)
    except ValidationError as error:
        told = [f"{dotted(path)}: {what}" for path, what in told_errors(error)]
        raise Unusable(list(dict.fromkeys(told))[:MOST_FINDINGS]) from None


def told_errors(error: ValidationError) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each error's place and words, for a person as for a model."""
    for single in error.errors(include_url=False):
        context: dict[str, Any] = single.get("ctx") or {}
        # The tags of a union are no part of what was written.
        path = tuple(step for step in single["loc"] if not _is_tag(step, single["loc"]))
        what = _counted(single["type"], context) or single["msg"]
        if "names" in context:
            what += f". {nearest(str(context.get('near', '')), context['names'])}"
        if context.get("remedy"):
            what += f". {context['remedy']}"
        if single["type"] == "extra_forbidden":
            what = "there is no such field"
        yield path, what


def _counted(kind: str, context: Mapping[str, Any]) -> str:
    """A wrong number of items or of characters, without the validator's own words."""
    if not kind.endswith(("too_long", "too_short")):
        return ""
    # A text that something else has looked at before is no "string" to the validator.
    many = "items" if context.get("field_type") in {"List", "Dictionary"} else "characters"
    bound = "at most" if kind.endswith("long") else "at least"
    limit = context["max_length" if kind.endswith("long") else "min_length"]
    has = f", and there are {context['actual_length']}" if "actual_length" in context else ""
    return f"{bound} {limit} {many}{has}"


def dotted(path: tuple[str | int, ...]) -> str:
    """A place in the answer: `lines[2].cues[0].on`; indices count from 0, as in JSON."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).lstrip(".") or "the answer"


def _is_tag(step: str | int, path: tuple[str | int, ...]) -> bool:
    place = path.index(step)
    return isinstance(step, str) and place >= 2 and path[place - 2] == "visuals"


def _object_in(text: str) -> Any:
    """The first JSON object in a text."""
    plain = _THOUGHTS.sub("", text)
    start = plain.find("{")
    if start < 0:
        raise Unusable(["the answer: one JSON object is expected, and there is none in it"])
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(plain[start:])
    except RecursionError:
        raise Unusable(["the answer: it is nested too deeply"]) from None
    except json.JSONDecodeError as error:
        before = plain[start:][: error.pos]
        line = before.count("\n") + 1
        near = plain[start:][max(0, error.pos - 30) : error.pos + 10].replace("\n", " ")
        raise Unusable(
            [f"the answer: this is not JSON at line {line}: {error.msg}, near `{near}`"]
        ) from None
    return value
