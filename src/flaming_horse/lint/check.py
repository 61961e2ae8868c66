"""What a check is: a name, and a function that gives findings about scenes of a film."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from flaming_horse.lint.finding import Finding
from flaming_horse.model.storyboard import Line, Scene, Storyboard

Author: TypeAlias = Literal["model", "person"]
"""Who wrote a script. A model is held to tighter rules, which keep it from what a build refuses;
what a person wrote is measured when it is laid out, and not guessed at."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Scenes that are looked at together, and what they should be.

    `before` are the lines of the film before them, and `ends` says that no scene follows. `words`
    is about how many each scene should have, and `minutes` how long they should be; None: any.
    """

    scenes: Sequence[Scene]
    before: Sequence[Line] = ()
    ends: bool = True
    words: int | None = None
    minutes: float | None = None
    english: bool = True

    @classmethod
    def whole(cls, storyboard: Storyboard, minutes: float | None) -> Passage:
        """All of a film."""
        english = storyboard.settings.language.casefold().split("-")[0] == "en"
        return cls(storyboard.scenes, minutes=minutes, english=english)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for scene in self.scenes for line in scene.lines)


Find: TypeAlias = Callable[[Passage], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `author`: whose scripts it looks at; None: anybody's.

    `english`: it reads English words, and is silent about other languages. `film`: only the whole
    film shows what it looks for.
    """

    name: str
    find: Find
    author: Author | None = None
    english: bool = False
    film: bool = False

    def findings(self, passage: Passage) -> Iterator[Finding]:
        """What it finds, each finding with the check's name."""
        if passage.english or not self.english:
            for finding in self.find(passage):
                yield replace(finding, check=self.name)


def each_scene(find: Callable[[Scene], Iterator[Finding]]) -> Find:
    """A check of scenes one by one."""

    def of_each(passage: Passage) -> Iterator[Finding]:
        for scene in passage.scenes:
            yield from find(scene)

    return of_each


def all_lines(find: Callable[[Sequence[Line]], Iterator[Finding]]) -> Find:
    """A check of lines, wherever they stand."""
    return lambda passage: find(passage.lines)
