"""One idea a line: lines that are too long, chain their clauses, or bring too many pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flaming_horse.lint.finding import Finding
from flaming_horse.lint.length import words_of, words_of_runs
from flaming_horse.model.storyboard import Heading, Line, Scene, Visual
from flaming_horse.visuals.kinds import KINDS

LONGEST_LINE = 45
"""Words: 15 seconds of the embedded voice, and 19 of a slower one."""
MOST_SENTENCES = 3
LONGEST_TAKE = 60
"""Words of a line that a person wrote: 20 to 25 seconds, all spoken anew when a word is changed.
The longest line of the built-in lessons has 52."""
MOST_LINKS = 3
"""Of "and then", "and so" … in one sentence."""
MOST_VISUALS = 2
"""That one line may bring in, or show parts of; three at once are more than is looked at."""

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_LINK = re.compile(
    r"\b(?:and|but|so|or) (?:then|so|also|next|now|after that|because|therefore|that is why)\b",
    re.IGNORECASE,
)


def long_lines(lines: Sequence[Line]) -> Iterator[Finding]:
    """Lines with more words or sentences than a model is allowed."""
    for line in lines:
        words = words_of(line)
        sentences = len(re.findall(r"[.!?…](?=\s|$)", line.text))
        if words > LONGEST_LINE or sentences > MOST_SENTENCES:
            what = f"this line has {words} words in {sentences} sentences: one idea a line, at most"
            yield Finding(f"{what} {LONGEST_LINE} words in {MOST_SENTENCES}", line)


def still_lines(lines: Sequence[Line]) -> Iterator[Finding]:
    """Lines that a person made long: in one take, or with nothing that changes on the screen."""
    for line in lines:
        words, still = words_of(line), _longest_still(line)
        if words > LONGEST_TAKE:
            what = f"this line has {words} words; a blank line makes two of it"
            yield Finding(f"{what}, which are spoken, and mended, one by one", line)
        elif still > LONGEST_LINE:
            what = f"{still} words are spoken while nothing changes on the screen"
            yield Finding(f"{what}: let a cue aim at what they speak of, or say less", line)


def _longest_still(line: Line) -> int:
    """The most words in a row without the beginning of a cue."""
    starts = {cue.first_run for cue in line.cues}
    longest = still = 0
    for number, words in enumerate(words_of_runs(line)):
        still = words if number in starts else still + words
        longest = max(longest, still)
    return longest


def chained_clauses(lines: Sequence[Line]) -> Iterator[Finding]:
    """Sentences that go on and on: "and then … and then … and then …"."""
    for line in lines:
        for sentence in _SENTENCE.split(line.text):
            links = _LINK.findall(sentence)
            if len(links) >= MOST_LINKS:
                what = f"one sentence goes on with “{links[0].lower()}” and {len(links) - 1} more"
                yield Finding(f"{what} like it: make sentences of its parts", line)


def crowds_of_pictures(scene: Scene) -> Iterator[Finding]:
    """Lines that bring in, or show parts of, more visuals than can be looked at."""
    brought: list[Visual] = []
    for item in scene.items:
        if isinstance(item, Heading):
            continue
        if isinstance(item, Visual):
            if KINDS[item.kind].is_idea and item.continues is None:
                brought.append(item)
            continue
        shown = {t.visual for cue in item.cues if cue.action == "show" for t in cue.targets}
        seen = {visual.id for visual in brought} | shown
        if len(seen) > MOST_VISUALS:
            what = f"this line shows {len(seen)} new things at once ({_listed(seen)})"
            yield Finding(f"{what}: give each its line", item)
        brought = []


def _listed(names: set[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
