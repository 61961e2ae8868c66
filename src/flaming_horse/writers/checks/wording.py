"""How a script is worded: its length, phrases said again, promises that nothing keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flaming_horse.model.storyboard import Line, Scene
from flaming_horse.writers.checks.finding import Finding

LONGEST_LINE = 45
"""Words. At 140 a minute this is 19 seconds without a picture that changes."""
MOST_SENTENCES = 3
SHORTEST_SHARE, LONGEST_SHARE = 0.6, 1.6
"""Of a length that was planned."""
PHRASE = 6
"""Words in a row that are heard as said before; five are often an idiom or a definition."""
WORDS_A_MINUTE = 140

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")  # noqa: RUF001 - an apostrophe as people type it
_FORMULA = re.compile(r"\\[A-Za-z]+|[A-Za-z]|\d+(?:\.\d+)?|[-+=/<>^]")
_PROMISE = re.compile(
    r"\b(?:we|you|I)(?:'ll|’ll| will| shall)(?: soon| later)? "  # noqa: RUF001
    r"(?:see|learn|return|come back|prove|meet|find out|get to)\b|"
    r"\b(?:in a moment|in the next (?:scene|part|section|chapter)|later on|coming up|"
    r"(?:more on|about) (?:this|that) later)\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\b(?:in|since|around|about) (?:1\d{3}|20\d{2})\b|\bper ?cent\b|\d ?%|\bcentury\b|"
    r"\b(?:hundred|thousand|million|billion)s?(?: \w+)? (?:years|people|dollars|euros|tons)\b|"
    r"\b(?:studies|researchers|scientists|historians|experts)\b|\baccording to\b|"
    r"\b(?:discovered|invented|proved|first (?:described|published|built)) (?:by|in)\b",
    re.IGNORECASE,
)
_COMMON = frozenset(
    """
    about after again also another because before being between could every first from have here
    into just later like made make makes many more most much only other over same shall should some
    soon still such than that their them then there these they thing things this those through what
    when where which while will with would your
    """.split()  # noqa: SIM905 - sixty quoted words are not read by anybody
)


def words_of(line: Line) -> int:
    """About how many words a line is when it is spoken; a formula's signs are words."""
    count = 0
    for run in line.runs:
        counted = _FORMULA if run.kind == "math" and run.say is None else _WORD
        count += len(counted.findall(run.text if run.say is None else run.say))
    return count


def long_lines(lines: Sequence[Line]) -> Iterator[Finding]:
    for line in lines:
        words = words_of(line)
        sentences = len(re.findall(r"[.!?…](?=\s|$)", line.text))
        if words > LONGEST_LINE or sentences > MOST_SENTENCES:
            what = f"this line has {words} words in {sentences} sentences: one idea a line, at most"
            yield Finding(f"{what} {LONGEST_LINE} words in {MOST_SENTENCES}", line)


def length_of_scene(scene: Scene, planned: int) -> Iterator[Finding]:
    words = sum(map(words_of, scene.lines))
    if not planned * SHORTEST_SHARE <= words <= planned * LONGEST_SHARE:
        long = "long" if words > planned else "short"
        yield Finding(f"the scene is too {long}: {words} words, and about {planned} are planned")


def length_of_film(lines: Sequence[Line], minutes: float) -> Iterator[Finding]:
    about = sum(map(words_of, lines)) / WORDS_A_MINUTE
    if not minutes * SHORTEST_SHARE <= about <= minutes * LONGEST_SHARE:
        yield Finding(f"the film will take about {about:.1f} minutes; {minutes:g} are planned")


def repeated_phrases(lines: Sequence[Line], before: Sequence[Line]) -> Iterator[Finding]:
    """Phrases of six words that an earlier line has too; each line is told once."""
    said: dict[tuple[str, ...], Line] = {}
    for line in before:
        said |= dict.fromkeys(_phrases(line), line)
    for line in lines:
        phrases = _phrases(line)
        again = next((phrase for phrase in phrases if phrase in said), None)
        if again is not None:
            yield Finding(f"“{' '.join(again)}” was said before, in {said[again].id}", line)
        said |= dict.fromkeys(phrases, line)


def _phrases(line: Line) -> list[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(line.text)]
    return [tuple(words[at : at + PHRASE]) for at in range(len(words) - PHRASE + 1)]


def broken_promises(lines: Sequence[Line]) -> Iterator[Finding]:
    """Promises ("we will see why …") none of whose own words comes in a later line."""
    for number, line in enumerate(lines):
        match = _PROMISE.search(line.text)
        if match is None:
            continue
        sentence = re.split(r"(?<=[.!?])\s", line.text[match.end() :])[0]
        promised = _content(sentence) or _content(line.text)
        kept = {word for later in lines[number + 1 :] for word in _content(later.text)}
        if not promised & kept:
            yield Finding(f"nothing after this line keeps its promise (“{match[0]}”)", line)


def claims(lines: Sequence[Line]) -> Iterator[Finding]:
    """Statements about the world that want a source and name none; none of them is a mistake."""
    for line in lines:
        match = _CLAIM.search(line.text)
        if match and not line.sources:
            yield Finding(f"is there a source for this (“{match[0]}”)?", line)


def _content(text: str) -> set[str]:
    """The longer words of a text, cut to their first six letters so that forms of one meet."""
    words = (word.casefold() for word in _WORD.findall(text))
    return {word[:6] for word in words if len(word) >= 4 and word not in _COMMON}
