"""Changing one line of a storyboard and nothing else of its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from flaming_horse.errors import Place, WrongInput
from flaming_horse.storyboard.block_reader import read_blocks
from flaming_horse.storyboard.findings import Findings, nearest
from flaming_horse.storyboard.scenes import DraftLine, draft_scenes
from flaming_horse.storyboard.source import Source

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_NOTE = re.compile(r"<!--.*?-->", re.DOTALL)
_NOWHERE = Path("/nonexistent")


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """A slice of a storyboard's text, to the sign; `line_id` when it is a line's paragraph."""

    text: str
    line_id: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A storyboard's text as slices; put together they are the text that was read."""

    blocks: tuple[SourceBlock, ...]

    @classmethod
    def of(cls, text: str) -> Document:
        """The slices of any text, even of one that is no good storyboard."""
        return cls(tuple(_slices(text)))

    @property
    def text(self) -> str:
        return "".join(block.text for block in self.blocks)

    @property
    def line_ids(self) -> tuple[str, ...]:
        return tuple(block.line_id for block in self.blocks if block.line_id is not None)


def replace_line(source: str, line_id: str, new_text: str) -> str:
    """The storyboard `source` with another paragraph for one line; all else stays as it is.

    `new_text` is Markdown, cues included. Comments inside the old paragraph stay, at its end.
    Raises WrongInput when there is no such line, or the new text is not one paragraph.
    """
    document = Document.of(source)
    if line_id not in document.line_ids:
        remedy = nearest(line_id, document.line_ids, listed="lines")
        raise WrongInput(f"there is no paragraph for the line `{line_id}`", remedy=remedy)
    before = _drafts(source)
    changed = "".join(
        _with_text(block.text, new_text) if block.line_id == line_id else block.text
        for block in document.blocks
    )
    after = _drafts(changed)
    same = [line.given_id for line in before] == [line.given_id for line in after] and all(
        old.written.runs == new.written.runs
        for old, new in zip(before, after, strict=True)
        if old.given_id != line_id
    )
    if not same or Document.of(changed).line_ids != document.line_ids:
        remedy = "Write one paragraph: no blank line, no heading, no list."
        raise WrongInput("the new text is not one line of narration", remedy=remedy)
    return changed


def _with_text(old: str, new: str) -> str:
    ending = re.search(r"[\r\n]*\Z", old)
    end = ending[0] if ending else ""
    newline = "\r\n" if "\r\n" in old else "\n"
    words = newline.join(line.strip() for line in new.strip().splitlines())
    notes = [note for note in _NOTE.findall(old) if note not in new]
    return " ".join([words, *notes]) + end


def _split(text: str) -> list[str]:
    """The text's lines with their ends, however they end."""
    return _LINE.findall(text)


def _drafts(text: str) -> list[DraftLine]:
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    findings = Findings()
    blocks = read_blocks(Source.of(plain, ""), findings)
    draft = draft_scenes(blocks, _NOWHERE, Place(""), findings)
    return [line for scene in draft.scenes for line in scene.lines]


def _slices(text: str) -> list[SourceBlock]:
    lines = _split(text)
    slices: list[SourceBlock] = []
    at = 0
    for draft in sorted(_drafts(text), key=lambda line: line.written.lines):
        first, end = draft.written.lines
        if first < at:
            # Said by a heading or between tags: no paragraph of its own to change.
            continue
        if first > at:
            slices.append(SourceBlock("".join(lines[at:first])))
        slices.append(SourceBlock("".join(lines[first:end]), draft.given_id))
        at = end
    if at < len(lines):
        slices.append(SourceBlock("".join(lines[at:])))
    return slices
