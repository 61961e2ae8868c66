"""The built-in lessons: storyboards that a topic can be answered with, without a model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

CLOSE_ENOUGH = 0.75
"""The share of a topic's own words that a lesson must know. One word of two is another topic:
"multiplication tables" is not matrix multiplication."""

_STOP_WORDS = frozenset(
    """
    a about an and are as at be brief by can check clip could create describe do does explain
    explainer explaining explanation film for from generate give help how i in intro introduce
    introduction is it lecture lesson let like lets make me minute my new of on one our please
    produce record short show simple simply some talk teach tell that the this to topic tutorial
    two understand us use using video want we what when where which why will with would write you
    your
    """.split()  # noqa: SIM905 - a list of sixty quoted words is not read by anybody
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A built-in storyboard. `words` are the stems that a topic may use to ask for it.

    `asked_by` holds sets of stems; a topic must have all of one set.
    """

    name: str
    title: str
    summary: str
    asked_by: tuple[frozenset[str], ...]
    words: frozenset[str]

    @property
    def text(self) -> str:
        """The storyboard's Markdown."""
        return (files("flaming_horse.writers") / "lessons" / f"{self.name}.md").read_text(
            encoding="utf-8"
        )


def stem(word: str) -> str:
    """An English word without its commonest endings: enough to let plurals and -ing meet."""
    for ending, kept in (
        ("ies", "y"),
        ("ied", "y"),
        ("ing", ""),
        ("ication", "y"),
        ("ed", ""),
        ("es", ""),
        ("s", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return re.sub(r"([^aeiou])\1$", r"\1", word.removesuffix(ending) + kept)
    return word.removesuffix("e") if len(word) > 3 else word


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


def _lesson(name: str, title: str, summary: str, asked_by: Sequence[str], also: str) -> Lesson:
    sets = tuple(_stems(words) for words in asked_by)
    return Lesson(name, title, summary, sets, frozenset().union(*sets, _stems(also)))


LESSONS: tuple[Lesson, ...] = (
    _lesson(
        "matrix-multiplication",
        "Matrix multiplication",
        "How two matrices are multiplied, row by column, and why it is defined this way.",
        ("matrix multiplication", "matrices multiplication", "matrix multiply", "matrices multiply",
         "matrix product", "matrices product"),
        "rows columns entries rule order numbers linear algebra basics math maths works defined",
    ),
    _lesson(
        "standing-waves",
        "Standing waves",
        "Two waves that run against each other, their sum, its nodes, and a guitar string.",
        ("standing waves", "stationary waves"),
        "string strings guitar nodes physics sound travelling interference basics sum works",
    ),
    _lesson(
        "speaking-sounds-check",
        "Speaking sounds check",
        "Every letter, hard pairs of sounds, numbers and symbols: how a voice sounds.",
        ("speaking sounds", "speech sounds", "sound test", "voice test", "sounds spoken"),
        "performing perform pronunciation letters voice speech testing speaking sounds",
    ),
)  # fmt: skip


def find_lesson(topic: str) -> Lesson | None:
    """The lesson that a topic asks for, or None: no lesson is better than another one."""
    asked = [stem(word) for word in re.findall(r"[^\W\d_]+", topic.casefold())
             if word not in _STOP_WORDS]  # fmt: skip
    if not asked:
        return None
    for lesson in LESSONS:
        known = sum(word in lesson.words for word in asked)
        if any(words <= set(asked) for words in lesson.asked_by) and (
            known / len(asked) >= CLOSE_ENOUGH
        ):
            return lesson
    return None
