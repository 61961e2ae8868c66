"""How a script is worded: phrases said again, promises that nothing keeps, claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flaming_horse.lint.finding import Finding
from flaming_horse.lint.length import WORD
from flaming_horse.model.storyboard import Line

PHRASE = 6
"""Words in a row that are heard as said before; five are often an idiom or a definition."""

_PROMISE = re.compile(
    r"\b(?:we|you|I)(?:'ll|’ll| will| shall)(?: soon| later)? "  # noqa: RUF001
    r"(?:see|learn|return|come back|prove|meet|find out|get to|explain|show|look at)\b|"
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
    words = [word.casefold() for word in WORD.findall(line.text)]
    phrases = [tuple(words[at : at + PHRASE]) for at in range(len(words) - PHRASE + 1)]
    # "HTTP/1.1 and HTTP/2" are two names to who hears them.
    return [phrase for phrase in phrases if sum(word.isalpha() for word in phrase) > PHRASE // 2]


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
    words = (word.casefold() for word in WORD.findall(text))
    return {word[:6] for word in words if len(word) >= 4 and word not in _COMMON}
