"""The passages of a source that lines rest on: found in its documents, and noted with the lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from flaming_horse.model.storyboard import Line, Scene
from flaming_horse.writers.llm.script import LineDraft, SceneDraft
from flaming_horse.writers.source_documents import Part, Sources


def wrong_passages(draft: SceneDraft, sources: Sources) -> Iterator[str]:
    """Passages that do not stand in the source, each with its place in the answer."""
    return wrong_in("lines", draft.lines, sources)


def wrong_in(field: str, lines: Sequence[LineDraft], sources: Sources) -> Iterator[str]:
    """As `wrong_passages`, for the lines in a field of an answer."""
    for index, line in enumerate(lines):
        if line.passage and part_of(line.passage, sources) is None:
            yield f"{field}[{index}].source: these words do not stand in the source; copy them"


def without_passage(draft: SceneDraft) -> Iterator[str]:
    """A scene of a film from a source that rests on nothing in it."""
    if not any(line.passage for line in draft.lines):
        yield "lines: no line names the passage of the source that it rests on"


def with_references(scene: Scene, draft: SceneDraft, sources: Sources) -> Scene:
    """The scene whose lines name the passages they rest on, and where those stand."""
    passages = dict(zip((line.id for line in scene.lines), draft.lines, strict=True))

    def noted(line: Line) -> Line:
        passage = passages[line.id].passage
        return replace(line, sources=(reference_to(passage, sources),)) if passage else line

    items = tuple(noted(item) if isinstance(item, Line) else item for item in scene.items)
    return replace(scene, items=items)


def part_of(passage: str, sources: Sources) -> Part | None:
    """The document, or the page, in which a passage begins; None where no document has it."""
    wanted = _letters(passage)
    if not wanted:
        return None
    for _, parts in groupby(sources.parts, lambda part: part.document):
        pages = list(parts)
        # A sentence may go on on the next page.
        at = "".join(_letters(page.text) for page in pages).find(wanted)
        for page in pages if at >= 0 else ():
            end = len(_letters(page.text))
            if at < end:
                return page
            at -= end
    return None


def reference_to(passage: str, sources: Sources) -> str:
    """A passage as it is noted: with its document, and its page, where there are several."""
    part = part_of(passage, sources)
    named = part is not None and len(sources.parts) > 1
    return f"{part.name}: {passage}" if part and named else passage


def _letters(text: str) -> str:
    """Letters and digits alone.

    A model changes quotation marks, dashes and line breaks as it likes, and mends words that a PDF
    file has in pieces.
    """
    return "".join(re.findall(r"[^\W_]+", text.casefold()))
