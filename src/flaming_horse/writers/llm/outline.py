"""The outline of a film: what it is for, and its scenes, before a word of it is written."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model, model_validator

from flaming_horse.lint.length import WORDS_A_MINUTE
from flaming_horse.storyboard.scenes import slug
from flaming_horse.visuals.fields import wrong
from flaming_horse.writers.llm.vocabulary import kinds

FEWEST_SCENES, MOST_SCENES = 3, 9
SHORTEST_MIN, LONGEST_MIN = 0.5, 15.0


def _one_line(text: str) -> str:
    # What begins a heading or an item in `plan.md` is no part of a sentence.
    text = " ".join(text.split()).lstrip("#-*>+ ")
    if not text:
        raise wrong("this is empty")
    if "<!--" in text or "-->" in text:
        raise wrong("a comment has no place here")
    return text


def _without_bar(text: str) -> str:
    # In `plan.md` the last bar parts what is shown, formulas with bars and all, from why.
    return text.replace("|", "/")


def _plain_words(text: str) -> str:
    text = _one_line(text)
    if any(sign in text for sign in "$\\`*#{}[]<>"):
        raise wrong("a title is plain words, without formulas and markup")
    return text


Sentence = Annotated[str, Field(max_length=300), AfterValidator(_one_line)]
Title = Annotated[str, Field(max_length=70), AfterValidator(_plain_words)]


class Shown(BaseModel):
    """What a scene shows, and why it helps."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    visual: str
    what: Sentence
    why: Annotated[Sentence, AfterValidator(_without_bar)]


class PlannedScene(BaseModel):
    """A scene: `clear` is what it must make clear."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Title
    clear: Sentence
    shows: list[Shown] = Field(max_length=3)


class Outline(BaseModel):
    """A film's outline; `minutes` is its target length."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Title
    audience: Sentence
    goal: Sentence
    minutes: float = Field(ge=SHORTEST_MIN, le=LONGEST_MIN)
    scenes: list[PlannedScene] = Field(min_length=FEWEST_SCENES, max_length=MOST_SCENES)

    @model_validator(mode="after")
    def _scenes_differ(self) -> Outline:
        slugs = [slug(scene.title) for scene in self.scenes]
        for number, name in enumerate(slugs):
            if not name or name in slugs[:number]:
                raise wrong(f"scene {number + 1} needs a title of its own")
        return self

    @property
    def words_a_scene(self) -> int:
        """About how many words each scene has, for the film to have its length."""
        return max(15, round(self.minutes * WORDS_A_MINUTE / len(self.scenes) / 5) * 5)


@lru_cache(maxsize=1)
def outline_model() -> type[Outline]:
    """`Outline` with the kinds of visuals that there are."""
    make: Any = create_model  # pyright knows no types that are made from a table
    shown = make("Shown", __base__=Shown, visual=(Literal[kinds()], ...))
    shows = Field(max_length=3)
    scene = make("PlannedScene", __base__=PlannedScene, shows=(list[shown], shows))
    scenes = Field(min_length=FEWEST_SCENES, max_length=MOST_SCENES)
    return make("Outline", __base__=Outline, scenes=(list[scene], scenes))
