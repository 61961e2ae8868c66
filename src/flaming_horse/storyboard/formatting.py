"""A storyboard as text again, in one canonical form: `parse(format(storyboard))` is the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flaming_horse.model.storyboard import (
    Heading,
    Line,
    Scene,
    Settings,
    Storyboard,
    Visual,
)
from flaming_horse.storyboard.inline_format import (
    attribute_value,
    escaped_start,
    format_rich,
    format_runs,
    format_words,
)
from flaming_horse.storyboard.passages import as_comment
from flaming_horse.storyboard.scenes import slug
from flaming_horse.visuals.blocks import quoted
from flaming_horse.visuals.kinds import KINDS
from flaming_horse_voice.runs import Run, written_runs


def format_storyboard(storyboard: Storyboard) -> str:
    """The canonical text of a storyboard.

    The writing of links, and notes that are not the source of a line, are not in the model.
    """
    settings = storyboard.settings
    parts = [format_front_matter(settings), format_heading(settings.heading or settings.title, 1)]
    for scene in storyboard.scenes:
        parts += _scene(scene)
    return "\n\n".join(parts) + "\n"


def format_front_matter(settings: Settings) -> str:
    """The front matter with what differs from its defaults."""
    default = Settings(title="")
    rows = [f"title: {quoted(settings.title)}"]
    for name in ("summary", "language", "look", "voice", "shape", "maths"):
        value = getattr(settings, name)
        if value != getattr(default, name) or (name == "language" and settings.language_told):
            rows.append(f"{name}: {quoted(value)}")
    if settings.music:
        rows.append(f"music: {quoted(settings.music.file)}")
    if settings.room_tone is not None:
        rows.append(f"room_tone: {settings.room_tone:g}")
    if settings.pronounce:
        rows.append("pronounce:")
        rows += [f"  {quoted(word)}: {quoted(said)}" for word, said in settings.pronounce]
    return "\n".join(["---", *rows, f"version: {settings.version}", "---"])


def format_heading(words: str | Sequence[Run], level: int) -> str:
    """A heading: 1 for the film's title, 2 for a scene, 3 inside a scene."""
    runs = written_runs(words) if isinstance(words, str) else words
    return f"{'#' * level} {format_words(runs)}".rstrip()


def _scene(scene: Scene) -> list[str]:
    attributes = [] if scene.id == slug(scene.title) else [f"#{scene.id}"]
    if scene.code:
        attributes.append(f"scene={attribute_value(scene.code)}")
    above = f"{{{' '.join(attributes)}}}\n" if attributes else ""
    parts = [above + format_heading(scene.heading, 2)]
    number = 0
    for item in scene.items:
        if isinstance(item, Line):
            number += 1
            own_id = "" if item.id == f"{scene.id}.{number}" else f"{{#{item.id}}}\n"
            parts += [as_comment(passage) for passage in item.sources]
            parts.append(own_id + format_runs(item))
        elif isinstance(item, Heading):
            parts.append(format_heading(item.runs, 3))
        else:
            same = [other for other in scene.visuals if other.kind == item.kind]
            named = len(same) > 1 or item.id != item.kind
            parts.append(format_visual(item, named=named))
    return parts


def format_visual(visual: Visual, *, named: bool) -> str:
    """A visual's block; `named` writes its id."""
    attributes = [f"#{visual.id}"] if named else []
    if visual.at:
        attributes.append(f"at={visual.at}")
    if visual.keep:
        attributes.append("keep=yes")
    if visual.continues:
        attributes.append(f"from={attribute_value(visual.continues)}")
        return _fence(visual.kind, attributes, "")
    block = KINDS[visual.kind].write(visual.data, _Pen())
    attributes += [f"{name}={attribute_value(value)}" for name, value in block.attributes.items()]
    if block.fence is not None:
        return _fence(block.fence, attributes, block.body)
    above = f"{{{' '.join(attributes)}}}\n" if attributes else ""
    return above + block.body


class _Pen:
    """What a kind writes its texts with; see `flaming_horse.visuals.blocks.Pen`."""

    def rich(self, text: Any) -> str:
        return format_rich(text)

    def starting(self, text: str) -> str:
        return escaped_start(text)


def _fence(info: str, attributes: list[str], body: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", body)), default=0)
    ticks = "`" * max(3, longest + 1)
    head = f"{ticks}{info} {{{' '.join(attributes)}}}" if attributes else f"{ticks}{info}"
    return f"{head}\n{body}\n{ticks}" if body else f"{head}\n{ticks}"
