"""Captions from word times: short lines, whole phrases, time to read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flaming_horse.film.phrases import MAX_CHARS, Token, break_cost, tokens
from flaming_horse.model.timeline import TimedLine, Timeline

MAX_CPS = 20
"""Characters a second that a viewer can read (Netflix's guide for adults)."""
SHORTEST_MS = 1000
LINGER_MS = 300
"""How long a caption stays after its last word where nothing follows."""
A_CAPTION = 9.0
"""What every further caption costs: a weak phrase end is not worth a flicker of its own."""
A_STUB = 12.0
"""What a caption of fewer than STUB_CHARS costs more."""
STUB_CHARS = 14
A_SECOND_LINE = 0.6
"""A break between the two lines of a caption tears less than one between captions."""
NEEDLESS_SECOND_LINE = 10.0
UNEVEN_LINES = 7.0

_AS_MARKUP = re.compile(r"\\(?=[A-Za-z])|\{(?=\\)|<(?=\s*/?\s*[A-Za-z][^>]*>)")
"""What writers and players take for line breaks, styles and tags: a word joiner, which nobody
sees, keeps its signs apart."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Lines of text shown from `start` to `end`, milliseconds of the film."""

    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def characters(self) -> int:
        return characters(self.lines)

    @property
    def cps(self) -> float:
        """Characters a second."""
        return self.characters * 1000 / max(1, self.end - self.start)


def characters(lines: Sequence[str]) -> int:
    """What there is to read; a line break reads as a blank."""
    return len(" ".join(lines))


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A caption before it has its times: heard from `start` to `end`."""

    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def reading(self) -> int:
        """Milliseconds that it takes to read it."""
        return -(-characters(self.lines) * 1000 // MAX_CPS)


def captions(timeline: Timeline, language: str = "en") -> tuple[Caption, ...]:
    """The captions of the film, in order and never two at once."""
    ordered = sorted(timeline.lines, key=lambda line: line.start)
    spoken = [part for line in ordered for part in _of_line(line, language)]
    return timed(spoken, int(timeline.duration * 1000))


def _of_line(line: TimedLine, language: str) -> list[_Spoken]:
    parts = tokens(line.runs)
    times = _token_times(line, parts)
    spoken: list[_Spoken] = []
    for first, middle, last in broken(parts, language):
        lines = [_joined(parts[first:middle]), _joined(parts[middle:last])]
        spoken.append(
            _Spoken(times[first][0], times[last - 1][1], tuple(text for text in lines if text))
        )
    return spoken


def _token_times(line: TimedLine, parts: Sequence[Token]) -> list[tuple[int, int]]:
    """When each token is heard; one that is not spoken takes no time after the last one."""
    times: list[tuple[int, int]] = []
    now = int(line.start * 1000)
    for part in parts:
        heard = [w for w in line.words if w.first < part.last and part.first < w.last]
        start = int(min((word.start for word in heard), default=now / 1000) * 1000)
        end = int(max((word.end for word in heard), default=start / 1000) * 1000)
        times.append((max(now, start), max(now, start, end)))
        now = max(now, start)
    return times


def broken(parts: Sequence[Token], language: str) -> list[tuple[int, int, int]]:
    """The cheapest captions: tokens `[first, middle)` and `[middle, last)` are their two lines.

    A caption of one line has `middle == last`. Shortest path over the places between tokens.
    """
    costs = [break_cost(before, after, language) for before, after in pairwise(parts)] + [0.0]
    best: list[float] = [0.0] + [float("inf")] * len(parts)
    chosen: list[tuple[int, int, int]] = [(0, 0, 0)] * (len(parts) + 1)
    for first in range(len(parts)):
        for middle, last, shape in _shapes(parts, first, costs):
            cost = best[first] + shape + costs[last - 1] + A_CAPTION
            if cost < best[last]:
                best[last], chosen[last] = cost, (first, middle, last)
    found: list[tuple[int, int, int]] = []
    last = len(parts)
    while last:
        found.append(chosen[last])
        last = chosen[last][0]
    return found[::-1]


def _shapes(
    parts: Sequence[Token], first: int, costs: Sequence[float]
) -> Iterable[tuple[int, int, float]]:
    """Every caption that starts at `first`: where its lines end, and what its shape costs."""
    for middle, upper in _rows(parts, first):
        yield middle, middle, A_STUB if upper < STUB_CHARS else 0.0
        for last, lower in _rows(parts, middle):
            whole = upper + 1 + lower
            needless = NEEDLESS_SECOND_LINE if whole <= MAX_CHARS else 0.0
            stub = A_STUB if whole < STUB_CHARS else 0.0
            uneven = abs(upper - lower) / MAX_CHARS * UNEVEN_LINES
            torn = A_SECOND_LINE * costs[middle - 1]
            yield middle, last, torn + needless + stub + uneven


def _rows(parts: Sequence[Token], first: int) -> Iterable[tuple[int, int]]:
    """Every row that starts at `first`: the token after it, and its characters."""
    length = -1
    for last in range(first, len(parts)):
        length += 1 + len(parts[last].text)
        if length > MAX_CHARS:
            return
        yield last + 1, length


def _joined(parts: Sequence[Token]) -> str:
    return " ".join(part.text for part in parts)


def timed(spoken: Sequence[_Spoken], film_ms: int) -> tuple[Caption, ...]:
    """Give each caption the time it takes to read it.

    First from the pause after it, then by showing the following ones later, and at the end of the
    film by showing earlier ones sooner. So each of them can be read whenever the film is long
    enough for reading all of them, and each starts with its first word where the ones before it
    leave it the time.
    """
    needed = _needed(spoken, film_ms)
    starts: list[int] = []
    now = 0
    for part, least in zip(spoken, needed, strict=True):
        starts.append(max(part.start, now))
        now = starts[-1] + least
    shown: list[Caption] = []
    limit = film_ms
    for part, start, least in reversed(list(zip(spoken, starts, needed, strict=True))):
        end = min(limit, max(part.end + LINGER_MS, start + least))
        limit = min(start, end - least)
        shown.append(Caption(limit, end, part.lines))
    return tuple(reversed(shown))


def _needed(spoken: Sequence[_Spoken], film_ms: int) -> list[int]:
    """The least time of each caption, milliseconds; all of them together fit into the film.

    No caption flickers, unless speech is so fast that there is only time to read; and where there
    is not even that, each has its share.
    """
    reading = [part.reading for part in spoken]
    steady = [max(SHORTEST_MS, least) for least in reading]
    if sum(steady) <= film_ms:
        return steady
    whole = sum(reading)
    if whole <= film_ms:
        return reading
    shares = [least * film_ms // whole for least in reading]
    if all(shares):
        return shares
    # Not even a millisecond each: all get one, and what is left is shared.
    left = max(0, film_ms - len(reading))
    return [1 + least * left // whole for least in reading]


def as_srt(shown: Sequence[Caption]) -> str:
    return _written(shown, "srt")


def as_vtt(shown: Sequence[Caption]) -> str:
    return _written(shown, "vtt")


def _written(shown: Sequence[Caption], kind: str) -> str:
    import pysubs2

    file = pysubs2.SSAFile()
    for caption in shown:
        text = _AS_MARKUP.sub(lambda sign: f"{sign[0]}\u2060", caption.text)
        if kind == "vtt":
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = text.replace("\n", "\\N")
        file.append(pysubs2.SSAEvent(start=caption.start, end=caption.end, text=text))
    # Braces are style tags in pysubs2's own format, and mathematics in ours.
    return file.to_string(kind, keep_ssa_tags=True)
