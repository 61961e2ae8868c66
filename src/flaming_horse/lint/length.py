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
LETTER_S, DIGIT_S, SIGN_S, STOP_S, TAKE_S = 0.06, 0.6, 0.31, 0.42, 0.84
"""Seconds that the embedded voice speaks for a letter, a digit, a sign of a formula, the end of a
sentence, and besides for each line."""
LINE_S, SCENE_S, FILM_S = 0.4, 1.2, 3.0
"""Seconds without speech: after each line, around each scene, and at the film's two ends.

This and the pace were fitted to eleven films of 26 seconds to five minutes, lectures with many
formulas and years among them: the estimate is within 14 %. Counted by words, two of them took 1.6
times as long as estimated.
"""

_STOP = re.compile(r"[.!?:;](?=\s|$)")
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
            signs, words = _parts(run.text)
            counts.append(signs + len(WORD.findall(words)))
        else:
            counts.append(len(WORD.findall(run.text if run.say is None else run.say)))
    return counts


def spoken_s(line: Line) -> float:
    """About how many seconds the embedded voice speaks a line, without its pauses."""
    seconds = TAKE_S
    for run in line.runs:
        words = run.text if run.say is None else run.say
        if run.kind == "math" and run.say is None:
            signs, words = _parts(words)
            seconds += SIGN_S * signs
        seconds += LETTER_S * sum(map(str.isalpha, words))
        seconds += DIGIT_S * sum(map(str.isdecimal, words)) + STOP_S * len(_STOP.findall(words))
    return seconds


def _parts(latex: str) -> tuple[int, str]:
    """How many signs of a formula are read, and the words in it."""
    signs = _FORMULA.findall(_TEXT.sub("", _GRID.sub("", latex)))
    return len(signs), " ".join(match["words"] for match in _TEXT.finditer(latex))


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
    return (
        sum(map(spoken_s, lines)) + silence + LINE_S * len(lines) + SCENE_S * len(scenes) + FILM_S
    )
