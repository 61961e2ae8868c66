"""The visuals as a language model writes them: JSON data, a reference in words, a JSON schema.

All three come from the visuals' own schemas. Where Markdown itself writes a visual, its data have
a model here; a kind that is in neither table cannot be written by a model, and a test says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, Field

from flaming_horse.visuals.fields import Text, VisualData, wrong
from flaming_horse.visuals.kind import Kind
from flaming_horse.visuals.kinds import KINDS

NOT_FOR_MODELS = ("image",)
"""A model has no picture files to show."""

# What can be read on a screen while somebody speaks; the layout refuses much more than this.
MOST_ITEMS, MOST_ROWS, MOST_COLUMNS, MOST_STEPS, MOST_EDGES, MOST_CODE = 6, 6, 4, 5, 8, 12
WIDEST_ITEM, WIDEST_CELL, WIDEST_CODE, LONGEST_QUOTE, LONGEST_LATEX = 70, 40, 60, 220, 160


def _latex(text: str) -> str:
    text = text.strip().removeprefix("$$").removesuffix("$$").strip("$ \n")
    if not text:
        raise wrong("this formula is empty")
    return text


def _narrow(code: str) -> str:
    lines = code.strip("\n").split("\n")
    if len(lines) > MOST_CODE or max(map(len, lines)) > WIDEST_CODE:
        raise wrong(f"a program has at most {MOST_CODE} lines of {WIDEST_CODE} characters")
    return "\n".join(lines)


Latex = Annotated[str, Field(max_length=LONGEST_LATEX), AfterValidator(_latex)]
ShortText = Annotated[Text, Field(min_length=1, max_length=WIDEST_ITEM)]
CellText = Annotated[Text, Field(max_length=WIDEST_CELL)]


class ListData(VisualData):
    """A list of short texts."""

    items: list[ShortText] = Field(
        description="the items; formulas between dollars", min_length=1, max_length=MOST_ITEMS
    )
    ordered: bool = Field(False, description="numbered")


class QuoteData(VisualData):
    """A quotation."""

    text: Annotated[Text, Field(min_length=1, max_length=LONGEST_QUOTE)] = Field(
        description="the words"
    )


class TableData(VisualData):
    """A table."""

    header: list[CellText] = Field(
        description="the columns' names", min_length=1, max_length=MOST_COLUMNS
    )
    rows: list[list[CellText]] = Field(
        description="the rows below the header", min_length=1, max_length=MOST_ROWS
    )


class CodeData(VisualData):
    """A program, shown and not run."""

    language: Annotated[str, Field(pattern=r"^[A-Za-z0-9+#-]{1,20}$")] = Field(
        description="such as python"
    )
    code: Annotated[str, Field(min_length=1), AfterValidator(_narrow)] = Field(
        description=f"at most {MOST_CODE} lines of {WIDEST_CODE} characters"
    )


class EquationData(VisualData):
    """A formula set large."""

    latex: Latex = Field(description="LaTeX without dollars")


class DerivationData(VisualData):
    """Formulas one below the other, each following from the last."""

    steps: list[Latex] = Field(
        description="LaTeX without dollars", min_length=2, max_length=MOST_STEPS
    )


class EdgeData(VisualData):
    source: Annotated[Text, Field(min_length=1, max_length=WIDEST_CELL)] = Field(
        description="a thing"
    )
    target: Annotated[Text, Field(min_length=1, max_length=WIDEST_CELL)] = Field(
        description="the thing that the arrow leads to"
    )
    label: CellText = Field("", description="what is written beside the arrow")


class FlowData(VisualData):
    """Things joined by arrows."""

    edges: list[EdgeData] = Field(
        description="the arrows, in the order of the story", min_length=1, max_length=MOST_EDGES
    )


class SoundWaveData(VisualData):
    """The wave of the voice while it speaks; it has no data."""


_NOT_FOR_JSON = re.compile(r"\s*\(below\)|, in single quotes|; chosen if not given")
"""What descriptions say of writing YAML, and of what `optional` says."""

_OWN: Mapping[str, type[VisualData]] = MappingProxyType(
    {
        "list": ListData,
        "quote": QuoteData,
        "table": TableData,
        "code": CodeData,
        "equation": EquationData,
        "derivation": DerivationData,
        "flow": FlowData,
        "sound-wave": SoundWaveData,
    }
)


@lru_cache(maxsize=1)
def kinds() -> tuple[str, ...]:
    """The kinds of visuals that a model may use, in the reference's order."""
    return tuple(
        kind
        for kind, schema in KINDS.items()
        if kind not in NOT_FOR_MODELS and (kind in _OWN or schema.model is not None)
    )


def data_model(kind: str) -> type[VisualData]:
    """The model of a kind's data."""
    model = _OWN.get(kind) or KINDS[kind].model
    assert model is not None, "kinds() holds only what has a model"
    return model


def summary(kind: str) -> str:
    """What a kind is, in a sentence."""
    own = _OWN.get(kind)
    return (own.__doc__ or "").strip() if own else KINDS[kind].summary


def reference(wanted: Iterable[str]) -> str:
    """What a model must know to write these kinds: their data, and their parts for cues."""
    return "\n".join(_section(KINDS[kind]) for kind in wanted)


def _section(schema: Kind) -> str:
    model = data_model(schema.name)
    rows = [f"{schema.name}: {summary(schema.name)}"]
    rows += [f"  {title}: {_fields(each)}" for title, each in _models(model) if each.model_fields]
    if schema.notes and schema.name not in _OWN:
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
