"""The visuals as a language model writes them: JSON data, a reference in words, a JSON schema.

All three come from what the kinds say of their data. A kind that has no model of them, such as a
picture, cannot be written by a model.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel

from flaming_horse.visuals.fields import VisualData
from flaming_horse.visuals.kind import Kind
from flaming_horse.visuals.kinds import KINDS

_NOT_FOR_JSON = re.compile(r"\s*\(below\)|, in single quotes|; chosen if not given")
"""What descriptions say of writing YAML, and of what `optional` says."""


@lru_cache(maxsize=1)
def kinds() -> tuple[str, ...]:
    """The kinds of visuals that a model may use, in the reference's order."""
    return tuple(name for name, kind in KINDS.items() if kind.for_models or kind.model)


def always_offered() -> tuple[str, ...]:
    """The kinds that a scene may use though its plan does not name them."""
    return tuple(kind for kind in kinds() if KINDS[kind].always_offered)


def data_model(kind: str) -> type[VisualData]:
    """The model of a kind's data."""
    model = KINDS[kind].for_models or KINDS[kind].model
    assert model is not None, "kinds() holds only what has a model"
    return model


def summary(kind: str) -> str:
    """What a kind is, in a sentence."""
    own = KINDS[kind].for_models
    return (own.__doc__ or "").strip() if own else KINDS[kind].summary


def reference(wanted: Iterable[str]) -> str:
    """What a model must know to write these kinds: their data, and their parts for cues."""
    return "\n".join(_section(KINDS[kind]) for kind in wanted)


def _section(schema: Kind) -> str:
    model = data_model(schema.name)
    rows = [f"{schema.name}: {summary(schema.name)}"]
    rows += [f"  {title}: {_fields(each)}" for title, each in _models(model) if each.model_fields]
    if schema.notes and schema.for_models is None:
        rows.append(f"  {schema.notes}")
    # How people mark words is not how a model does; it names the parts only.
    notes = [(name, what) for name, what in schema.part_notes if "]{" not in what]
    parts = "; ".join(f"{name}: {what}" for name, what in notes)
    rows.append(f"  parts: {parts}" if parts else "  parts: none, aim at the id")
    return "\n".join(rows)


def _models(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    """The data's model, and those of its fields that have fields of their own."""
    yield "data", model
    told: set[type[BaseModel]] = set()
    for name, field in model.model_fields.items():
        for inner in _inner(field.annotation):
            if inner not in told:
                told.add(inner)
                yield f"each of {name}" if _many(field.annotation) else name, inner


def _inner(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _inner(part)


def _many(annotation: Any) -> bool:
    return str(annotation).startswith(("dict", "list"))


def _fields(model: type[BaseModel]) -> str:
    told: list[str] = []
    limits = model.model_json_schema()["properties"]
    for name, field in model.model_fields.items():
        what = _NOT_FOR_JSON.sub("", field.description or "").replace("`", "")
        optional = "" if field.is_required() else ", optional"
        told.append(f"{name} ({_how_many(limits[name])}{what}{optional})")
    return "; ".join(told)


def _how_many(limits: Mapping[str, Any]) -> str:
    """How many things a list may have: "2 to 5: "; empty for what is no list."""
    least, most = limits.get("minItems", 0), limits.get("maxItems")
    if most is None:
        return ""
    if least == most:
        return f"{most}: "
    return f"{least} to {most}: " if least > 1 else f"at most {most}: "


def plain_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a model, without titles and descriptions: the prompt has the words.

    `oneOf` becomes `anyOf`, which more servers know, and the discriminator falls away. What may be
    null is left out instead.
    """
    return _plain(model.model_json_schema(), inside=False)


def _plain(value: Any, *, inside: bool) -> Any:
    """`inside` a table of names, where "title" is a field's name and no title."""
    if isinstance(value, list):
        return [_plain(each, inside=False) for each in value]
    if not isinstance(value, dict):
        return value
    filled = [each for each in value.get("anyOf", ()) if each != {"type": "null"}]
    if not inside and len(filled) == 1:
        return _plain(filled[0], inside=False)
    kept: dict[str, Any] = {}
    for name, each in value.items():
        if not inside and name in {"title", "description", "default", "discriminator"}:
            continue
        key = "anyOf" if name == "oneOf" and not inside else name
        table = not inside and name in {"properties", "$defs"}
        kept[key] = _plain(each, inside=table)
    return kept
