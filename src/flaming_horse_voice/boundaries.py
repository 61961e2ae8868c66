"""Word boundaries as Manim's voice add-ons want them, so that their bookmarks need no Whisper.

The add-ons interpolate between boundaries over the text without its bookmarks (blanks stay as they
were). So there is a boundary at each bookmark too, at both ends, and none twice at one place.
"""

from __future__ import annotations

import re
from typing import Any

from flaming_horse_voice.takes import Take
from flaming_horse_voice.text import SpeechText

BOOKMARK = re.compile(r"<bookmark\s*mark\s*=\s*['\"][^'\"]*['\"]\s*/>")
_TICKS = 10_000_000
"""Offsets are counted in 1e-7 s, as Azure's voices do and the add-ons expect."""


def word_boundaries(text: str, line: SpeechText, take: Take) -> list[dict[str, Any]]:
    """The boundaries of a text with bookmarks, spoken as `line` says, in the order of the text."""
    plain = BOOKMARK.sub("", text)
    places = _places(line.text, plain)
    heard: dict[int, tuple[int, int, int]] = {}  # where it begins: (its end, first, last sample)
    for word, (first, last) in zip(line.words, take.times, strict=True):
        start, end = places[word.start], places[word.end - 1] + 1
        before = heard.get(start)
        heard[start] = (end, before[1], last) if before else (end, first, last)
    boundaries = {
        start: _boundary(plain[start:end], start, first, last, take.sample_rate)
        for start, (end, first, last) in heard.items()
    }
    for at in (0, *_bookmarks(text), len(plain)):
        if at not in boundaries:
            moment = next((f for e, f, _ in heard.values() if e > at), take.samples)
            boundaries[at] = _boundary("", at, moment, moment, take.sample_rate)
    return [boundaries[at] for at in sorted(boundaries)]


def _boundary(text: str, at: int, first: int, last: int, rate: int) -> dict[str, Any]:
    return {
        "audio_offset": first * _TICKS // rate,
        "duration_milliseconds": (last - first) * 1000 // rate,
        "text_offset": at,
        "word_length": len(text),
        "text": text,
        "boundary_type": "Word",
    }


def _places(line: str, plain: str) -> list[int]:
    """For each character of `line` its place in `plain`, which differs in blanks alone."""
    signs = [at for at, sign in enumerate(plain) if not sign.isspace()]
    places: list[int] = []
    seen = 0
    for sign in line:
        places.append(signs[min(seen, len(signs) - 1)])
        seen += not sign.isspace()
    return places


def _bookmarks(text: str) -> list[int]:
    """Where the bookmarks stand in the text without them."""
    gone = 0
    places: list[int] = []
    for match in BOOKMARK.finditer(text):
        places.append(match.start() - gone)
        gone += match.end() - match.start()
    return places
