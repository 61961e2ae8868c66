"""The built-in lessons: storyboards that a topic can be answered with, without a model."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from flaming_horse.storyboard import parse_storyboard

CLOSE_ENOUGH = 0.75
"""The share of a topic's own words that a lesson must know. One word of two is another topic:
"multiplication tables" is not matrix multiplication."""

_STOP_WORDS = frozenset(
    """
    a about an and are as at be beginners brief by can check children clip could create describe do
    does explain explainer explaining explanation film for from generate give help how i in intro
    introduce introduction is it kids lecture lesson let like lets make me minute my new of on one
    our please produce record short show simple simply some students talk teach tell that the this
    to topic tutorial two understand us use using video want we what when where which why will with
    would write you your
    """.split()  # noqa: SIM905 - a list of a hundred quoted words is not read by anybody
)

_NO_PLURALS = frozenset({"bayes", "series"})

_HOW_IT_WORKS = re.compile(r"(\bhow\b.*)\bworks?\b")
"""In a question with "how", "work" says nothing; "derivative works" are another topic."""


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
    def length(self) -> int:
        """How many words are written to be spoken; of a formula, what stands between blanks."""
        storyboard = parse_storyboard(self.text, f"lesson {self.name}")
        return sum(len(line.text.split()) for line in storyboard.lines)

    @property
    def text(self) -> str:
        """The storyboard's Markdown."""
        return (files("flaming_horse.writers") / "lessons" / f"{self.name}.md").read_text(
            encoding="utf-8"
        )


def stem(word: str) -> str:
    """An English word without its commonest endings: enough to let plurals and -ing meet."""
    if word in _NO_PLURALS:
        return word
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
    return frozenset(stem(word) for word in words.casefold().split())


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
        "rows columns entries rule order numbers linear algebra basics math maths defined",
    ),
    _lesson(
        "derivative",
        "The derivative",
        "How fast something changes at one moment, found as the slope of a curve.",
        ("derivative", "differentiation calculus", "slope curve", "slope tangent",
         "instantaneous speed", "instantaneous velocity", "rate change"),
        "slope tangent line function limit definition point calculus basics math maths idea"
        " meaning moment instantaneous rate change x squared",
    ),
    _lesson(
        "quadratic-formula",
        "The quadratic formula",
        "Where the formula for quadratic equations comes from, by completing the square.",
        ("quadratic formula", "quadratic equation", "completing square"),
        "solve solving solutions roots square completing derivation derive derived proof prove"
        " comes discriminant algebra basics math maths",
    ),
    _lesson(
        "prime-numbers",
        "Primes never end",
        "Euclid's proof that there is always one more prime number.",
        ("prime numbers", "primes infinite", "primes infinitely", "infinitude primes",
         "primes never end", "primes Euclid", "primes forever"),
        "infinite infinitely infinitude many proof prove theorem Euclid Euclids s never end"
        " largest endless number theory basics math maths",
    ),
    _lesson(
        "bayes-theorem",
        "Bayes' theorem",
        "What a positive medical test really says, by counting people.",
        ("bayes", "base rate fallacy", "false positives test", "positive medical test"),
        "theorem rule law formula probability conditional medical test disease false positives"
        " base rate statistics basics math maths means really s",
    ),
    _lesson(
        "standing-waves",
        "Standing waves",
        "Two waves that run against each other, their sum, its nodes, and a guitar string.",
        ("standing waves", "stationary waves"),
        "string strings guitar nodes physics sound travelling interference basics sum",
    ),
    _lesson(
        "fourier-series",
        "Fourier series",
        "How waves of any shape are made of simple sine waves.",
        ("Fourier series", "Fourier idea", "Fourier analysis", "sums sine waves",
         "square wave sine waves", "adding sine waves"),
        "sums sine waves square any shape sound physics basics math maths synthesis made adding",
    ),
    _lesson(
        "projectile-motion",
        "Projectile motion",
        "Why a thrown ball flies in a parabola, and how far it gets.",
        ("projectile", "thrown ball", "trajectory ball", "trajectory cannonball"),
        "motion trajectory path parabola flight flies fly range angle best far throw thrown gravity"
        " physics mechanics basics",
    ),
    _lesson(
        "binary-numbers",
        "Binary numbers",
        "How two digits are enough to write, count and add.",
        ("binary numbers", "binary digits", "binary code", "binary addition", "binary arithmetic",
         "counting binary", "adding binary"),
        "system numeral decimal base bits bytes digits zeros ones computers computing counting"
        " count adding addition converting convert conversion reading read basics",
    ),
    _lesson(
        "binary-search",
        "Binary search",
        "How to find one entry among a million in twenty steps.",
        ("binary search",),
        "algorithm algorithms sorted list lists array arrays halving computing programming python"
        " code basics",
    ),
    _lesson(
        "merge-sort",
        "Merge sort",
        "How to sort by splitting and merging, and why comparing cannot do much better.",
        ("merge sort", "mergesort", "sorting n log n", "divide conquer sorting"),
        "algorithm algorithms sorting list lists array arrays divide conquer need needs comparisons"
        " recursion recursive computing programming python code basics",
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
    told = _HOW_IT_WORKS.sub(r"\1", topic.casefold())
    asked = [stem(word) for word in re.findall(r"[^\W\d_]+", told)
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


def names_in_brief(indent: str) -> str:
    """The names of all lessons in a few lines, each behind `indent`."""
    names = ", ".join(lesson.name for lesson in LESSONS)
    return textwrap.fill(
        names, 88, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def listed() -> dict[str, Any]:
    """Every lesson with its length in spoken words, for `flaming-horse lessons`."""
    return {
        "lessons": [
            {
                "name": lesson.name,
                "title": lesson.title,
                "words": lesson.length,
                "summary": lesson.summary,
            }
            for lesson in LESSONS
        ]
    }


def as_text(answer: dict[str, Any]) -> str:
    """`listed` for a person, with what to type next."""
    found: list[dict[str, Any]] = answer["lessons"]
    name, title = (max(len(lesson[key]) for lesson in found) for key in ("name", "title"))
    rows = [
        f"{le['name']:{name}}  {le['title']:{title}}  {le['words']:3} words\n    {le['summary']}"
        for le in found
    ]
    return "\n".join([*rows, 'flaming-horse create NAME --topic "TOPIC" makes a film of one.'])
