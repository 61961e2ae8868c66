"""Where a cue's words stand in a line, and which words of a line sum it up."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from flaming_horse.errors import SceneFailed
from flaming_horse.model.narration import RecordedLine

_MATHS = re.compile(r"(?<!\d)\$(?!\s)((?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)")
"""A formula in a line, and no price: as the storyboard's own Markdown tells them apart."""
_ASIDE = re.compile(r"\s*\([^()]*\)")
_CLAUSE = re.compile(r"(?:[.!?;:,…](?=\s|$)|\s[\u2013\u2014]\s)+")
_OPENERS = frozenset(
    re.findall(
        r"\w+",
        "and but so or then now here there that this these those it is are was were be the a an "
        "of to in on at for with as by from we you i they he she what which who how why when "
        "where if because not no do does did has have had can could will would let us one every",
    )
)
_JOINING = frozenset(("and", "but", "so", "or", "then", "because", "while"))
_LEANING = frozenset(
    ("it", "they", "he", "she", "this", "that", "these", "those", "which", "who", "whose", "there")
)
"""A clause that begins so leans on the one before it."""
_SHORT = 12
_GOOD_LENGTH = 5
_LONGEST = 18
"""Words of a line that is shown whole, of a clause that says enough, and that is not cut."""


def spoken_span(line: RecordedLine, phrase: str, occurrence: int = 1) -> tuple[int, int]:
    """Samples from the start of the phrase's first spoken word to the end of its last.

    Raises SceneFailed when the line has no such words.
    """
    start, end = _characters(line, phrase, occurrence)
    spoken = [
        times
        for word, times in zip(line.words, line.times, strict=True)
        if word.start < end and word.end > start
    ]
    if not spoken:
        raise SceneFailed(
            f"nothing is spoken for {phrase!r} in the line {line.id!r}",
            remedy="Put the cue on words that are said.",
        )
    return spoken[0][0], spoken[-1][1]


def _characters(line: RecordedLine, phrase: str, occurrence: int) -> tuple[int, int]:
    found = -1
    for _ in range(occurrence):
        found = line.text.find(phrase, found + 1)
        if found < 0:
            near = get_close_matches(phrase, _windows(line.text, phrase), n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]!r}? " if near else ""
            raise SceneFailed(
                f"the line {line.id!r} does not say {phrase!r}"
                + (f" {occurrence} times" if occurrence > 1 else ""),
                remedy=f"{hint}It says: {line.text}",
            )
    return found, found + len(phrase)


def _windows(text: str, phrase: str) -> list[str]:
    words, count = text.split(), max(1, len(phrase.split()))
    return [" ".join(words[i : i + count]) for i in range(max(1, len(words) - count + 1))]


def runs_of(text: str) -> list[dict[str, Any]]:
    """A line's text as runs: formulas stand in it between dollars."""
    runs: list[dict[str, Any]] = []
    last = 0
    for match in _MATHS.finditer(text):
        if match.start() > last:
            runs.append({"text": text[last : match.start()], "kind": "text"})
        runs.append({"text": match.group(1), "kind": "math"})
        last = match.end()
    if last < len(text):
        runs.append({"text": text[last:], "kind": "text"})
    return runs


def key_phrase(text: str) -> str:
    """What of a line is set large: all of a short one, the clause that says most of a longer one.

    Formulas count as one word and are never cut; neither are clauses, unless they are very long.
    """
    kept = _MATHS.sub(lambda m: m.group().replace(" ", "\0").replace(",", "\1"), text.strip())
    if len(kept.split()) <= _SHORT:
        return text.strip().rstrip(".,;:")
    kept = _ASIDE.sub("", kept)
    clauses = [part.strip() for part in _CLAUSE.split(kept) if part.strip()]
    words = max(clauses, key=_worth).split()
    while len(words) > 3 and words[0].lower() in _JOINING:
        words = words[1:]
    if len(words) > _LONGEST:
        words = _shortened(words)
    phrase = " ".join(words).replace("\0", " ").replace("\1", ",")
    return phrase[:1].upper() + phrase[1:] if not phrase.startswith("$") else phrase


def other_phrases(text: str) -> list[str]:
    """What is set large where the key phrase has no room: plain clauses, the best one first."""
    plain = _ASIDE.sub("", _MATHS.sub(" ; ", text.strip()))
    clauses = [part.strip(" .,;:") for part in _CLAUSE.split(plain)]
    best = sorted((part for part in clauses if len(part.split()) > 1), key=_worth, reverse=True)
    phrases = [
        " ".join(_shortened(words) if len(words := part.split()) > _LONGEST else words)
        for part in best
    ]
    return [phrase[:1].upper() + phrase[1:] for phrase in phrases]


def _shortened(words: list[str]) -> list[str]:
    """The beginning of a clause, up to where a new group of words opens."""
    ends = [i for i in range(5, _LONGEST + 1) if words[i].lower() in _OPENERS]
    ends = [i for i in ends if words[i - 1].lower() not in _OPENERS]
    return words[: ends[-1] if ends else _LONGEST]


def _worth(clause: str) -> float:
    words = [word.lower().strip("'\"()") for word in clause.split()]
    content = sum(1 for word in words if word not in _OPENERS)
    leaning = next((word for word in words if word not in _JOINING), "") in _LEANING
    length = max(0, _GOOD_LENGTH - len(words)) + max(0, len(words) - _LONGEST)
    return content - 0.6 * length - 0.2 * (len(words) - content) - 2.0 * leaning
