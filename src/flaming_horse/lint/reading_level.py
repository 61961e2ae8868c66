"""How hard a scene's words are to follow, by a published formula of letters, words and sentences.

The Automated Readability Index (E. A. Smith and R. J. Senter, *Automated Readability Index*,
AMRL-TR-66-220, 1967): 4.71 letters a word + 0.5 words a sentence - 21.43. It is about the school
year in which English of this kind is read with ease, and needs no syllables and no dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flaming_horse.lint.finding import Finding
from flaming_horse.model.storyboard import Line, Scene

HARDEST = 13.0
"""Beyond school. The hardest scene of the built-in lessons and recorded topics has 9; six passages
of academic prose had 20 to 26. (The formula of Coleman and Liau, 1975, needs no syllables either,
and gave a passage of one long sentence in short words a 3.)"""
FEWEST_WORDS = 30
"""Below these the mean length of a word is chance."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")  # noqa: RUF001 - an apostrophe as people type it
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


def hard_scenes(scene: Scene) -> Iterator[Finding]:
    """A scene whose words are harder than school books are, with its hardest sentence."""
    texts = [(line, prose_of(line)) for line in scene.lines]
    level = reading_level(" ".join(text for _, text in texts))
    if level is None or level <= HARDEST:
        return
    every = [(line, sentence) for line, text in texts for sentence in _SENTENCE.split(text)]
    line, sentence = max(every, key=lambda one: _index(one[1]))
    words = sentence.split()
    quoted = " ".join(words[:12]) + (" …" if len(words) > 12 else "")
    what = f"this scene is hard to follow by ear (reading level {level:.0f}, at most {HARDEST:.0f})"
    yield Finding(f"{what}: use shorter sentences and plainer words, first in “{quoted}”", line)


def prose_of(line: Line) -> str:
    """A line's words without its formulas and code."""
    return "".join(run.text if run.kind == "text" else " " for run in line.runs).strip()


def reading_level(text: str) -> float | None:
    """The index of a text; None where it has too few words."""
    return _index(text) if len(_WORD.findall(text)) >= FEWEST_WORDS else None


def _index(text: str) -> float:
    words = _WORD.findall(text)
    if not words:
        return float("-inf")
    letters = sum(len(re.sub(r"[\W_]", "", word)) for word in words)
    sentences = sum(1 for sentence in _SENTENCE.split(text) if _WORD.search(sentence))
    return 4.71 * letters / len(words) + 0.5 * len(words) / sentences - 21.43
