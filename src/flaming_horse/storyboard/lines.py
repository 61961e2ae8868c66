"""A paragraph as a line: its runs, and its cues as they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from flaming_horse.errors import Place
from flaming_horse.model.vocabulary import (
    LATER_VERBS,
    SPAN_ATTRIBUTES,
    SPEECH_ATTRIBUTES,
    VERBS,
    Verb,
)
from flaming_horse.storyboard.attributes import Attribute
from flaming_horse.storyboard.blocks import ParagraphBlock
from flaming_horse.storyboard.findings import Findings, nearest
from flaming_horse.storyboard.inline import Span, settle
from flaming_horse.storyboard.targets import WrittenTarget, read_targets
from flaming_horse_voice.runs import Run

LONGEST_PAUSE = Fraction(30)
"""Seconds. A longer silence in a narrated film is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class WrittenCue:
    """A cue whose targets are not looked up yet; `runs[first:end]` are its words."""

    action: Verb
    targets: tuple[WrittenTarget, ...]
    first: int
    end: int
    place: Place


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line without its id. `lines` is where it stands in the source, from 0.

    `sources` are the passages it rests on.
    """

    runs: tuple[Run, ...]
    cues: tuple[WrittenCue, ...]
    id: Attribute | None
    place: Place
    lines: tuple[int, int]
    sources: tuple[str, ...] = ()


def read_line(block: ParagraphBlock, findings: Findings) -> WrittenLine:
    """The line of a paragraph; what is wrong with its spans is found."""
    runs = [piece.run for piece in block.inline.pieces]
    walls = {edge for span in block.inline.spans for edge in (span.first, span.end)}
    marked: list[tuple[Verb, list[WrittenTarget], Span, Place]] = []
    for span in block.inline.spans:
        _check_span(span, findings)
        if "pause" in span.attributes:
            _pause(runs, span, findings)
        if "say" in span.attributes:
            _say(runs, span, walls, findings)
        for verb in VERBS:
            if attribute := span.attributes.get(verb):
                targets = read_targets(attribute.value, attribute.value_place, findings)
                _refuse_values(verb, targets, findings)
                marked.append((verb, targets, span, attribute.value_place))
    bounds = [(span.first, span.end) for _, _, span, _ in marked]
    settled, new_bounds = settle(runs, bounds)
    cues: list[WrittenCue] = []
    for (verb, targets, span, place), (first, end) in zip(marked, new_bounds, strict=True):
        if first >= end:
            what = f"no words are marked for `{verb}`"
            findings.add(span.place, what, 'Write the words it waits for: [words]{show="…"}.')
        elif targets:
            cues.append(WrittenCue(verb, tuple(targets), first, end, place))
    cues.sort(key=lambda cue: (cue.first, -cue.end))
    own_id = block.attributes.get("id")
    return WrittenLine(tuple(settled), tuple(cues), own_id, block.place, block.lines, block.sources)


def _check_span(span: Span, findings: Findings) -> None:
    if not span.attributes:
        findings.add(span.place, "these brackets have no cue in them", _usage())
    for attribute in span.attributes.values():
        if attribute.name in LATER_VERBS:
            what = f"`{attribute.name}` cannot be drawn by this version"
            remedy = f"Cues: {', '.join((*VERBS, *SPEECH_ATTRIBUTES))}."
            findings.add(attribute.place, what, remedy)
        elif attribute.name not in SPAN_ATTRIBUTES:
            shown = f"#{attribute.value}" if attribute.name == "id" else attribute.name
            remedy = nearest(attribute.name, SPAN_ATTRIBUTES, listed="marked words take")
            findings.add(attribute.place, f"`{shown}` is no cue", remedy)


def _usage() -> str:
    return 'A cue is written [words]{highlight="table.row(1)"}.'


def _refuse_values(verb: Verb, targets: list[WrittenTarget], findings: Findings) -> None:
    for target in targets:
        if target.value is not None:
            findings.add(target.place, f"`{verb}` takes no value (`={target.value}`)")


def _pause(runs: list[Run], span: Span, findings: Findings) -> None:
    """Put a pause in place of the ellipsis that the span marks."""
    attribute = span.attributes["pause"]
    text = "".join(run.text for run in runs[span.first : span.end]).strip()
    if text.strip("….") or len(span.attributes) > 1:
        remedy = 'A pause stands alone on an ellipsis: […]{pause="0.4"}.'
        findings.add(attribute.place, f"`{text or '…'}` cannot be a pause", remedy)
        return
    seconds = _seconds(attribute.value)
    if seconds is None:
        what = f"`{attribute.value}` is no length of a pause"
        findings.add(attribute.value_place, what, f"Seconds, up to {LONGEST_PAUSE}: 0.4.")
        return
    if span.first == span.end:
        findings.add(span.place, "a pause stands on an ellipsis: […]{pause=0.4}")
        return
    runs[span.first] = Run("", "pause", seconds=seconds)
    for number in range(span.first + 1, span.end):
        runs[number] = Run("")


def _seconds(written: str) -> Fraction | None:
    number = written.strip().removesuffix("s").strip()
    # Of `1e1000000000` a fraction would be made for ever.
    if not re.fullmatch(r"\d{0,4}(\.\d{0,9})?|\d{1,4}/\d{1,4}", number):
        return None
    try:
        seconds = Fraction(number)
    except (ValueError, ZeroDivisionError):
        return None
    return seconds if 0 < seconds <= LONGEST_PAUSE else None


def _say(runs: list[Run], span: Span, walls: set[int], findings: Findings) -> None:
    """Let the first run of the span say it all, and the others nothing.

    What an escaped sign has split is one run again, unless an inner span begins or ends there.
    """
    for number in range(span.first + 1, span.end):
        before, run = runs[number - 1], runs[number]
        alike = before.kind == run.kind == "text" and before.emphasis == run.emphasis
        if alike and number not in walls:
            runs[number - 1] = replace(before, text="")
            runs[number] = replace(run, text=before.text + run.text)
    attribute = span.attributes["say"]
    words = " ".join(attribute.value.split())
    written = [n for n in range(span.first, span.end) if runs[n].text.strip()]
    if not words or not written:
        findings.add(attribute.place, "`say` wants words to stand in place of others", _say_usage())
        return
    first, *others = written
    runs[first] = replace(runs[first], say=words)
    for number in others:
        runs[number] = replace(runs[number], say="")


def _say_usage() -> str:
    return '[3.5 km]{say="three and a half kilometres"}'
