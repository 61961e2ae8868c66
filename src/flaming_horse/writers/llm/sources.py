"""The passages of a source that lines rest on: found in it, and noted beside the lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from flaming_horse.model.storyboard import Scene
from flaming_horse.storyboard.inline_format import format_runs
from flaming_horse.writers.llm.script import LineDraft, SceneDraft


def wrong_passages(draft: SceneDraft, source: str) -> Iterator[str]:
    """Passages that do not stand in the source, each with its place in the answer."""
    return wrong_in("lines", draft.lines, source)


def wrong_in(field: str, lines: Sequence[LineDraft], source: str) -> Iterator[str]:
    """As `wrong_passages`, for the lines in a field of an answer."""
    plain = _plain(source)
    for index, line in enumerate(lines):
        if line.passage and _plain(line.passage) not in plain:
            yield f"{field}[{index}].source: these words do not stand in the source; copy them"


def without_passage(draft: SceneDraft) -> Iterator[str]:
    """A scene of a film from a source that rests on nothing in it."""
    if not any(line.passage for line in draft.lines):
        yield "lines: no line names the passage of the source that it rests on"


def passages_of(draft: SceneDraft, scene: Scene) -> dict[str, str]:
    """The passage for each line that names one, by the line's id."""
    pairs = zip(scene.lines, draft.lines, strict=True)
    return {line.id: written.passage for line, written in pairs if written.passage}


def with_passages(text: str, scenes: Sequence[Scene], passages: Mapping[str, str]) -> str:
    """The storyboard's text with each passage as a comment before its line."""
    for line in (line for scene in scenes for line in scene.lines):
        passage = passages.get(line.id)
        if passage:
            paragraph = f"\n\n{format_runs(line)}\n"
            noted = f"\n\n{passage_note(passage)}{paragraph}"
            text = text.replace(paragraph, noted, 1)
    return text


def _plain(text: str) -> str:
    """Words alone: a model changes quotation marks, dashes and line breaks as it likes."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def passage_note(passage: str) -> str:
    """A passage as the comment that stands before its line."""
    # Two hyphens would end the comment.
    plain = re.sub(r"-{2,}|[<>]", "–", passage)  # noqa: RUF001 - a dash
    return f"<!-- source: {plain} -->"
