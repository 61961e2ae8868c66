"""A scene as a model revises it: what is kept by its number, and what is written anew.

What is kept keeps its bytes, whatever a person wrote there. What is new comes in the vocabulary
of `script.py`, and is spliced into the text between what stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, get_args

from pydantic import Field, create_model

from flaming_horse.model.storyboard import Line, Scene, Visual
from flaming_horse.storyboard.formatting import format_visual
from flaming_horse.storyboard.inline_format import format_runs
from flaming_horse.storyboard.passages import as_comment
from flaming_horse.storyboard.scene_blocks import Block, SceneBlocks
from flaming_horse.writers.llm.script import Closed, LineDraft, SceneDraft, scene_model
from flaming_horse.writers.llm.script_values import scene_of
from flaming_horse.writers.llm.sources import reference_to
from flaming_horse.writers.source_documents import NO_SOURCES, Sources

MOST_BLOCKS = 60
LONGEST_PAUSE = 3.0
"""Seconds after a line; a film that is silent for longer seems to have stopped."""

_SOURCE = re.compile(r"\s*<!-- source: .*?-->\s*", re.DOTALL)
_ATTRIBUTES = re.compile(r"[ \t]*\{[^\r\n]*\}[ \t]*(?:\r\n|\r|\n)")


class StepDraft(LineDraft):
    """A step: `keep` is the number of a block that stays; else it is a new line.

    `instead_of` is the block whose place it takes; `pause` are seconds of silence after the line.
    """

    text: str = Field("", max_length=600)
    keep: int | None = None
    instead_of: int | None = None
    pause: float = Field(0.0, ge=0.0, le=LONGEST_PAUSE)


class RevisedDraft(Closed):
    blocks: list[StepDraft] = Field(min_length=1, max_length=MOST_BLOCKS)


@lru_cache(maxsize=64)
def revised_model(kinds: tuple[str, ...], *, sourced: bool = False) -> type[RevisedDraft]:
    """The model of a revised scene whose new visuals are of these kinds."""
    make: Any = create_model  # pyright knows no types that are made from a table
    line = get_args(scene_model(kinds, sourced=sourced).model_fields["lines"].annotation)[0]
    own = {name: (line.model_fields[name].annotation, line.model_fields[name])
           for name in ("visuals", *(["source"] if sourced else []))}  # fmt: skip
    step = make("Step", __base__=StepDraft, **own)
    blocks = Field(min_length=1, max_length=MOST_BLOCKS)
    return make("RevisedScene", __base__=RevisedDraft, blocks=(list[step], blocks))


@dataclass(frozen=True, slots=True)
class Revised:
    """A scene's new text, and how many lines and visuals it must have when it is read again."""

    text: str
    lines: int
    visuals: int


def revised(
    draft: RevisedDraft,
    old: SceneBlocks,
    scene: Scene,
    newline: str,
    sources: Sources = NO_SOURCES,
) -> tuple[Revised | None, list[str]]:
    """The scene's text after a revision, or what is wrong with the answer."""
    wrong = list(_misused(draft, old.numbered))
    new = [n for n, step in enumerate(draft.blocks) if step.keep is None]
    if wrong:
        return None, wrong
    lines = [draft.blocks[n] for n in new]
    built, findings = scene_of(SceneDraft.model_construct(lines=lines), scene.number, scene.title)
    if findings:
        return None, [_placed(finding, new) for finding in findings]
    spliced = _Spliced(old, newline, _kept(draft))
    texts = iter(_texts(built, lines, sources))
    for step in draft.blocks:
        if step.keep is not None:
            spliced.keep(step.keep - 1, step.pause)
        else:
            spliced.write(*next(texts), step)
    return spliced.finish(), []


def _kept(draft: RevisedDraft) -> set[int]:
    return {step.keep - 1 for step in draft.blocks if step.keep is not None}


def _misused(draft: RevisedDraft, numbered: Sequence[Block]) -> Iterable[str]:
    taken: set[int] = set()
    for index, step in enumerate(draft.blocks):
        place = f"blocks[{index}]"
        for name, number in (("keep", step.keep), ("instead_of", step.instead_of)):
            if number is None:
                continue
            if not 1 <= number <= len(numbered):
                yield f"{place}.{name}: there is no block {number}; there are {len(numbered)}"
            elif number in taken:
                yield f"{place}.{name}: block {number} is used twice"
            taken.add(number)
        if step.keep is None and not step.text.strip():
            yield f'{place}: give "keep", or the "text" of a new line'
        if step.keep is not None and (step.text or step.visuals or step.cues or step.instead_of):
            yield f"{place}: what is kept stays as it is; leave out its text, visuals and cues"
        if step.keep is not None and step.pause and not _can_pause(numbered, step.keep):
            yield f"{place}.pause: block {step.keep} is no line"


def _can_pause(numbered: Sequence[Block], number: int) -> bool:
    if not 1 <= number <= len(numbered):
        return True
    block = numbered[number - 1]
    return len(block.items) == block.lines == 1 and not block.text.lstrip().startswith("<")


def _placed(finding: str, new: Sequence[int]) -> str:
    """The finding with its place in the answer instead of among the new lines."""
    return re.sub(r"^lines\[(\d+)\]", lambda m: f"blocks[{new[int(m[1])]}]", finding)


def _texts(
    scene: Scene, drafts: Sequence[LineDraft], sources: Sources
) -> Iterable[tuple[list[str], Line, str]]:
    """For each new line the text of its visuals, itself, and the note of what it rests on."""
    visuals: list[str] = []
    written = iter(drafts)
    for item in scene.items:
        if isinstance(item, Visual):
            visuals.append(format_visual(item, named=True))
        elif isinstance(item, Line):
            draft = next(written)
            # The id that `scene_of` gives is not written: lines are named by their number.
            passage = draft.passage
            yield visuals, item, as_comment(reference_to(passage, sources)) if passage else ""
            visuals = []


def paused(text: str, seconds: float) -> str:
    """A paragraph with silence at its end."""
    body = text.rstrip()
    return f'{body} […]{{pause="{seconds:g}"}}{text[len(body) :]}' if seconds else text


@dataclass(slots=True)
class _Spliced:
    """The new text as it grows.

    What is no line and no visual stays, before what it stood before; only the note of a source
    goes with its line.
    """

    old: SceneBlocks
    newline: str
    kept: set[int]
    parts: list[str] = field(default_factory=list[str])
    last: int = -1
    at: int = 0
    lines: int = 0
    visuals: int = 0

    def __post_init__(self) -> None:
        self._until(self.old.head)

    def keep(self, number: int, pause: float) -> None:
        at = self._at(number)
        self._until(at)
        block = self.old.blocks[at]
        self._put(paused(block.text, pause), at)
        self.lines += block.lines
        self.visuals += block.visuals

    def write(self, visuals: list[str], line: Line, note: str, step: StepDraft) -> None:
        head, end, at = "", self.newline, None
        if step.instead_of is not None:
            place = self._at(step.instead_of - 1)
            self._until(place)
            replaced = self.old.blocks[place]
            if replaced.lines and not visuals and not note:
                # In the very place of the other paragraph, however near its neighbours are.
                at, end = place, replaced.text[len(replaced.text.rstrip()) :] or self.newline
            named = _ATTRIBUTES.match(replaced.text)
            head = named[0] if named and replaced.lines else ""
        for visual in visuals:
            self._put(visual.replace("\n", self.newline) + self.newline)
        note = f"{note}{self.newline}{self.newline}" if note else ""
        self._put(note + head + paused(format_runs(line), step.pause) + end, at)
        self.lines += 1
        self.visuals += len(visuals)

    def finish(self) -> Revised:
        self._until(len(self.old.blocks))
        text = "".join(self.parts)
        if self.last != len(self.old.blocks) - 1:
            # What follows stands as far below as before.
            old = self.old.text
            text = text.rstrip() + old[len(old.rstrip()) :]
        return Revised(text, self.lines, self.visuals)

    def _at(self, number: int) -> int:
        return [n for n, block in enumerate(self.old.blocks) if block.items][number]

    def _until(self, at: int) -> None:
        """Put what has no number and stands before the block `at`."""
        while self.at < at:
            block = self.old.blocks[self.at]
            if not block.items and not self._is_lost_source(self.at):
                self._put(block.text, self.at)
            self.at += 1

    def _is_lost_source(self, at: int) -> bool:
        blocks = self.old.blocks
        if not _SOURCE.fullmatch(blocks[at].text):
            return False
        number = sum(1 for block in blocks[:at] if block.items)
        return number not in self.kept

    def _put(self, text: str, at: int | None = None) -> None:
        """Put a block after the others; a blank row parts those that were no neighbours."""
        if self.parts and (at is None or at != self.last + 1):
            written = "".join(self.parts[-2:])
            if not written.endswith(("\n", "\r")):
                self.parts.append(self.newline * 2)
            elif not re.search(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\Z", written):
                self.parts.append(self.newline)
        self.parts.append(text)
        self.last = -2 if at is None else at
