"""How long a script is: words of a line, and seconds of the film that is made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flaming_horse.lint.check import Passage
from flaming_horse.lint.finding import Finding
from flaming_horse.model.storyboard import Line, Scene

SHORTEST_SHARE, LONGEST_SHARE = 0.6, 1.6
"""Of a length that was planned."""
WORDS_A_MINUTE = 140
"""What a scene is planned by. The embedded voice makes 158 of the built-in lessons, pauses
included; cloned voices are slower."""
SPOKEN_A_MINUTE = 185
"""Words while the embedded voice speaks."""
LINE_S, SCENE_S, FILM_S = 0.4, 1.2, 3.0
"""Seconds without speech: after each line, around each scene, and at the film's two ends.

This and the pace were fitted to films of 10 to 180 seconds that the embedded voice spoke: the
estimate is within 7 % for the built-in lessons, and within 18 % for eleven other films.
"""

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")  # noqa: RUF001 - an apostrophe as people type it
_TEXT = re.compile(r"\\(?:text|mathrm|operatorname)\s*\{(?P<words>[^{}]*)\}")
_GRID = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\piece\s*\{[^{}]*\}")
_FORMULA = re.compile(r"\\[A-Za-z]+|[A-Za-z]|\d+(?:\.\d+)?|[-+=/<>^]")


def words_of(line: Line) -> int:
    """About how many words a line is when it is spoken; a formula's signs are words."""
    return sum(words_of_runs(line))


def words_of_runs(line: Line) -> list[int]:
    """The same for each of the line's runs."""
    counts: list[int] = []
    for run in line.runs:
        if run.kind == "math" and run.say is None:
            text = _TEXT.sub("", _GRID.sub("", run.text))
            words = " ".join(match["words"] for match in _TEXT.finditer(run.text))
            counts.append(len(_FORMULA.findall(text)) + len(WORD.findall(words)))
        else:
            counts.append(len(WORD.findall(run.text if run.say is None else run.say)))
    return counts


def length_of_scenes(passage: Passage) -> Iterator[Finding]:
    """Scenes with far fewer or more words than planned."""
    planned = passage.words
    if planned is None:
        return
    for scene in passage.scenes:
        words = sum(map(words_of, scene.lines))
        if not planned * SHORTEST_SHARE <= words <= planned * LONGEST_SHARE:
            long = "long" if words > planned else "short"
            what = f"the scene is too {long}: {words} words, and about {planned} are planned"
            yield Finding(what, place=scene.place)


def length_of_film(passage: Passage) -> Iterator[Finding]:
    """A film that will be far shorter or longer than planned."""
    minutes, about = passage.minutes, seconds_of(passage.scenes) / 60
    if minutes and not minutes * SHORTEST_SHARE <= about <= minutes * LONGEST_SHARE:
        yield Finding(f"the film will take about {about:.1f} minutes; {minutes:g} are planned")


def seconds_of(scenes: Sequence[Scene]) -> float:
    """About how long a film of these scenes is, in seconds, with the embedded voice.

    A voice cloned from a slow speaker needs more.
    """
    lines = [line for scene in scenes for line in scene.lines]
    silence = sum(float(run.seconds) for line in lines for run in line.runs)
    spoken = sum(map(words_of, lines)) * 60 / SPOKEN_A_MINUTE
    return spoken + silence + LINE_S * len(lines) + SCENE_S * len(scenes) + FILM_S
