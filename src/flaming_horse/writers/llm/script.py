"""A scene as a language model answers it: lines, what is shown with them, and cues."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from flaming_horse.model.vocabulary import ScreenSide, Verb
from flaming_horse.writers.llm.vocabulary import data_model

MOST_LINES = 12
LONGEST_PASSAGE = 300
"""Characters: two sentences of a source."""


class Closed(BaseModel):
    """Nothing but its fields is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CueDraft(Closed):
    """`on` are words of the line's text; `target` is a visual's id, or a part of it."""

    on: str = Field(min_length=1, max_length=200)
    do: Verb
    target: str = Field(min_length=1, max_length=200)


class VisualDraft(Closed):
    """What every kind has in common; `kind` and `data` are added for each."""

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,30}$")
    at: ScreenSide | None = None
    keep: bool = False
    kind: str
    data: Any


class LineDraft(Closed):
    """A line; `source` is asked for only where the film explains one: the passage it rests on."""

    text: str = Field(min_length=1, max_length=600)
    visuals: list[Any] = Field(default_factory=list[Any], max_length=3)
    cues: list[CueDraft] = Field(default_factory=list[CueDraft], max_length=8)

    @property
    def passage(self) -> str:
        """The words of the source that the line rests on; empty for none."""
        return " ".join(str(getattr(self, "source", "")).split())


class SceneDraft(Closed):
    lines: list[LineDraft] = Field(min_length=1, max_length=MOST_LINES)


def scene_model(kinds: Iterable[str], *, sourced: bool = False) -> type[SceneDraft]:
    """The model of a scene that shows only these kinds; `sourced`: its lines name passages."""
    return _scene_model(tuple(dict.fromkeys(kinds)), sourced)


@lru_cache(maxsize=64)
def _scene_model(kinds: tuple[str, ...], sourced: bool) -> type[SceneDraft]:
    make: Any = create_model  # pyright knows no types that are made from a table
    visuals = [
        make(
            f"{kind}-visual",
            __base__=VisualDraft,
            kind=(Literal[kind], ...),
            data=(data_model(kind), ...),
        )
        for kind in kinds
    ]
    choice: Any = visuals[0]
    for each in visuals[1:]:
        choice = choice | each
    if len(visuals) > 1:
        choice = Annotated[choice, Field(discriminator="kind")]
    together = Field(default_factory=list[Any], max_length=3)
    fields: dict[str, Any] = {"visuals": (list[choice], together)}
    if sourced:
        fields["source"] = (str, Field("", max_length=LONGEST_PASSAGE))
    line = make("Line", __base__=LineDraft, **fields)
    lines = Field(min_length=1, max_length=MOST_LINES)
    return make("Scene", __base__=SceneDraft, lines=(list[line], lines))
