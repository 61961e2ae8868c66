"""A storyboard's text as the blocks of its scenes, to the sign: what may be moved, and what not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flaming_horse.model.storyboard import Line, Scene, Storyboard, Visual
from flaming_horse.storyboard.markdown import markdown_parser, top_level

_ROW = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """Whole rows of the text, from a block's first to the next one's; `items` are what they say.

    Without items it is a comment, a heading, a rule, or the front matter: no line and no visual.
    """

    text: str
    items: tuple[Line | Visual, ...] = ()

    @property
    def lines(self) -> int:
        return sum(isinstance(item, Line) for item in self.items)

    @property
    def visuals(self) -> int:
        return len(self.items) - self.lines


@dataclass(frozen=True, slots=True)
class SceneBlocks:
    """A scene's blocks in the order of the file; the first `head` of them end with its heading."""

    blocks: tuple[Block, ...]
    head: int

    @property
    def text(self) -> str:
        return "".join(block.text for block in self.blocks)

    @property
    def numbered(self) -> tuple[Block, ...]:
        """The blocks that say something: lines and visuals."""
        return tuple(block for block in self.blocks if block.items)


@dataclass(slots=True)
class _Rows:
    """Half-open rows of a block, from 0."""

    first: int
    end: int
    heading: bool = False
    items: list[Line | Visual] = field(default_factory=list[Line | Visual])


def scene_blocks(text: str, storyboard: Storyboard) -> tuple[str, tuple[SceneBlocks, ...]]:
    """What stands before the first scene, and each scene; put together they are the text.

    `storyboard` is what was read from `text`.
    """
    rows: list[str] = _ROW.findall(text)
    groups = list(_rows(text, rows, storyboard))
    starts = [_start(groups, scene) for scene in storyboard.scenes]
    ends = [*starts[1:], len(groups)]
    edges = [each.first for each in groups] + [len(rows)]
    # Rows before the first block are blank.
    texts = ["".join(rows[a:b]) for a, b in zip([0, *edges[1:-1]], edges[1:], strict=True)]
    scenes: list[SceneBlocks] = []
    for start, end, scene in zip(starts, ends, storyboard.scenes, strict=True):
        blocks = tuple(Block(texts[n], tuple(groups[n].items)) for n in range(start, end))
        scenes.append(SceneBlocks(blocks, _head(groups[start:end], scene)))
    return "".join(texts[: starts[0]]), tuple(scenes)


def _rows(text: str, rows: Sequence[str], storyboard: Storyboard) -> Iterator[_Rows]:
    """The blocks of Markdown, each with the attributes before it and its items."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    items = [i for scene in storyboard.scenes for i in scene.items if isinstance(i, Line | Visual)]
    waiting: int | None = None
    before = 0
    for group in top_level(markdown_parser().parse(plain)):
        first, end = group[0].map or (before, before)
        if waiting is None and "".join(rows[before:first]).strip():
            # What Markdown takes as no block: where links lead to.
            yield _Rows(before, first)
        heading = group[0].type in ("heading_open", "front_matter")
        inner = group[0].tag in ("h3", "h4", "h5", "h6")
        own = [] if heading else [item for item in items if first < item.place.line <= end]
        start = first if waiting is None else waiting
        attributes = group[0].type == "attrs_block"
        if attributes or (waiting is not None and group[0].type == "html_block" and not own):
            waiting = start
        else:
            yield _Rows(start, end, heading and not inner, own)
            waiting = None
        before = end
    if "".join(rows[before:]).strip() or waiting is not None:
        yield _Rows(before if waiting is None else waiting, len(rows))


def _start(groups: Sequence[_Rows], scene: Scene) -> int:
    """The number of the block in which a scene begins."""
    places = [item.place.line for item in scene.items if not isinstance(item, Visual)]
    at = min([scene.place.line, *places]) if scene.number == 1 else scene.place.line
    return max((n for n, each in enumerate(groups) if each.first < at), default=0)


def _head(groups: Sequence[_Rows], scene: Scene) -> int:
    head = 0
    for number, each in enumerate(groups, 1):
        if each.items:
            break
        if each.heading and each.first < scene.place.line:
            head = number
    return head
