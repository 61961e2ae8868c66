"""Whether a Markdown text speaks the storyboard's own language, with mistakes in it or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from flaming_horse.model.vocabulary import SPAN_ATTRIBUTES
from flaming_horse.storyboard.attributes import IDENTIFIER, Attributes
from flaming_horse.storyboard.block_reader import read_blocks
from flaming_horse.storyboard.blocks import HeadingBlock, ParagraphBlock, VisualBlock
from flaming_horse.storyboard.findings import Findings
from flaming_horse.storyboard.front_matter import KEYS
from flaming_horse.storyboard.source import Source
from flaming_horse.visuals.kinds import KINDS
from flaming_horse.writers.dialects.outline import outline_of
from flaming_horse.writers.foreign_front import KNOWN, read_front

MADE_BY_US = "Edit it as you like; the document itself is not changed."
"""In the note at the beginning of every storyboard that was made from a document."""
_OWN_SETTINGS = frozenset({"look", "shape", "maths", "pronounce", "room_tone"})
_EVERYBODYS = frozenset({"title", "summary", "language"})
"""The rest of ours, such as `music`, others have too: ours where no setting of theirs is there."""
_OWN_ATTRIBUTES = ("at", "keep", "from", "scene")
_CODE = "manim"
"""A fence of a few statements, which is no visual of the table."""
_BROKEN_CUE = rf"\]\s?\{{\s*(?:{'|'.join(SPAN_ATTRIBUTES)})\s*="
"""What looks like a cue and cannot be read as one is a mistake in ours, never words."""
_FIGURE = re.compile(r"(?:fig|tbl|eq|lst|sec|tab|thm|lem|cor|def|exm|exr|sup|fn)[-:]")
"""What the ids of pandoc and Quarto begin with: {#fig-tides}."""


def speaks_ours(text: str) -> bool:
    """Whether a text has cues, ids and places of visuals, named visuals or settings of ours.

    What is nearly one of them is one with a mistake in it.
    """
    source = Source.of(text, "")
    read = read_blocks(source, Findings())
    if read.front is not None and _has_settings(read.front.content):
        return True
    if f"{MADE_BY_US} -->" in text or outline_of(text).holds(_BROKEN_CUE):
        return True
    return any(_is_ours(block, source) for block in read.blocks)


def _has_settings(front: str) -> bool:
    names = set(read_front(front).values)
    if names & _OWN_SETTINGS:
        return True
    near = (get_close_matches(name, KEYS, n=1, cutoff=0.75) for name in names - _EVERYBODYS)
    return not names & KNOWN and any(near)


def _is_ours(block: object, source: Source) -> bool:
    if isinstance(block, HeadingBlock):
        # `{#id}` behind a heading is an anchor with everybody.
        return _has_own(block.attributes, source)
    if isinstance(block, ParagraphBlock):
        cues = (name for span in block.inline.spans for name in span.attributes)
        return _nearly(cues, SPAN_ATTRIBUTES) or _own_attributes(block.attributes, source)
    if not isinstance(block, VisualBlock):
        return False
    if block.named and block.body is not None:
        return _is_own_fence(block, source)
    return _own_attributes(block.attributes, source)


def _is_own_fence(block: VisualBlock, source: Source) -> bool:
    content = block.body.content if block.body else ""
    if block.kind == _CODE or (block.kind in KINDS and KINDS[block.kind].is_ours(content)):
        return True
    nearly = block.kind == "unknown" and _is_nearly_named(source.lines[block.place.line - 1])
    return nearly or _own_attributes(block.attributes, source)


def _is_nearly_named(line: str) -> bool:
    """Whether a fence has nearly the name of one that is ours by its name alone."""
    word = re.split(r"[\s{]", line.strip().lstrip("`~ "), maxsplit=1)[0]
    return _nearly([word.lower()], (_CODE, *(name for name in KINDS if KINDS[name].is_ours(""))))


def _own_attributes(attributes: Attributes, source: Source) -> bool:
    name = attributes.get("id")
    if name is None:
        return _has_own(attributes, source)
    foreign = not IDENTIFIER.fullmatch(name.value) or _FIGURE.match(name.value)
    known = ("id", "language", *_OWN_ATTRIBUTES)
    others = [other for other in attributes if other not in known]
    theirs = others and not _nearly(others, _OWN_ATTRIBUTES)
    return not (foreign or theirs or _has_class(attributes, source))


def _has_own(attributes: Attributes, source: Source) -> bool:
    return _nearly(attributes, _OWN_ATTRIBUTES) and not _has_class(attributes, source)


def _has_class(attributes: Attributes, source: Source) -> bool:
    """Whether a class stands among the attributes: those are of another program."""
    lines = {attribute.place.line - 1 for attribute in attributes.values()}
    written = (source.lines[line] for line in lines if 0 <= line < len(source.lines))
    return any(re.search(r"\{[^{}]*(?:^|[\s{:])\.[A-Za-z]", line) for line in written)


def _nearly(names: Iterable[str], ours: tuple[str, ...]) -> bool:
    """Whether one of the names is ours, or a long one with a letter wrong."""
    return any(
        name in ours or (len(name) > 3 and get_close_matches(name, ours, n=1, cutoff=0.75))
        for name in names
    )
