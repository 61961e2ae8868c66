"""How much one storyboard may hold. All of it is far more than a film can show.

A limit stands where what comes behind it takes time or memory that grows faster than the text.
What is beyond one is told with its place before that work begins.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterable
from contextlib import contextmanager

from flaming_horse.errors import Place, WrongInput

LARGEST = 1_000_000
"""Bytes. A million signs are 20 hours of speech."""
MOST_LINES = 20_000
"""Lines of the file."""
LONGEST_LINE = 20_000
"""Signs in one line of the file."""
LONGEST_PARAGRAPH = 10_000
"""Signs that Markdown reads as one paragraph, heading, item or cell: ten minutes of speech."""
MOST_BRACKETS = 500
"""Opening square brackets in a paragraph: for each, Markdown looks through the rest of it."""
MOST_MARKS = 50_000
"""Paragraphs and cells, and the signs in them that Markdown takes for marks, or might; and the
signs of YAML that begin a value. About 0.1 ms each."""
MOST_SCENES = 500
MOST_BLOCKS = 5_000
"""Paragraphs, visuals and headings."""
MOST_FINDINGS = 500
"""Mistakes that are collected before the reading stops."""
LONGEST_ID = 60
"""Signs in an id, and twice as many bytes: files are named by it, and names end at 255 bytes."""
DEEPEST_YAML = 20
LONGEST_FENCE = 100_000
"""Signs in one fence or in the front matter."""
LONG_NUMBER = re.compile(r"(?:[0-9][,. _]?){301}")
"""More digits than anybody hears to the end of; each number is said as a whole."""
MOST_FORMULAS = 2_000
"""Different ones: 1.5 to 3 ms each."""
LONGEST_FORMULAS = 50_000
"""Signs of all formulas together: each is set once to see whether it can be, 0.09 ms a sign."""

MARKS = "*_`[]<&\\!$~"
YAML_MARKS = (",", ":", "[", "{", "\n", "- ", "? ")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""C0 and C1, and the overrides of the writing direction; joiners and marks of scripts stay."""


def control_sign(text: str) -> int:
    """Where the first sign stands that is unseen and acts on a terminal or on its line, or -1."""
    match = _CONTROLS.search(text)
    return match.start() if match else -1


def name_of_sign(sign: str) -> str:
    """How an unseen sign is told: `number 27 (U+001B)`, or by its name."""
    name = unicodedata.name(sign, "")
    return f"U+{ord(sign):04X}{f', {name.lower()}' if name else ''}"


def look_at_size(text: str, file: str) -> None:
    """Raise WrongInput where the text, or a line of it, is too large."""
    whole = Place(file)
    if len(text) > LARGEST:
        what = f"this is too large for a storyboard: {len(text):,} signs, at most {LARGEST:,}"
        raise WrongInput(what, remedy="Make more than one film of it.", place=whole)
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        what = f"this has {len(lines):,} lines, and {MOST_LINES:,} is the most for a storyboard"
        raise WrongInput(what, remedy="Make more than one film of it.", place=whole)
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            what = f"this line has {len(line):,} signs, and {LONGEST_LINE:,} is the most"
            raise WrongInput(what, remedy="Break it.", place=Place(file, number, LONGEST_LINE))


def look_at(text: str, file: str) -> None:
    """Raise WrongInput where the text is too large, or is not plain text."""
    look_at_size(text, file)
    at = control_sign(text)
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        column = at - (text.rfind("\n", 0, at) + 1) + 1
        sign = f"a control character (number {ord(text[at])}, {name_of_sign(text[at])})"
        remedy = "Take it out: it is not seen, and changes what is."
        what = f"{sign} stands here: this is not plain text"
        raise WrongInput(what, remedy=remedy, place=Place(file, line, column))


def refuse_long(content: str, place: Place) -> None:
    """Raise WrongInput for a paragraph that Markdown cannot read in good time."""
    if len(content) > LONGEST_PARAGRAPH:
        what = f"this paragraph has {len(content):,} signs, and {LONGEST_PARAGRAPH:,} is the most"
        raise WrongInput(what, remedy="Break it with empty lines.", place=place)
    brackets = content.count("[")
    if brackets > MOST_BRACKETS:
        what = f"this paragraph has {brackets:,} `[`, and {MOST_BRACKETS} is the most"
        raise WrongInput(what, remedy="Break it with empty lines.", place=place)


def marks_of(content: str) -> int:
    """How many marks a paragraph or cell counts as."""
    return 1 + sum(content.count(mark) for mark in MARKS)


def yaml_marks_of(content: str) -> int:
    """How many marks a fence of YAML counts as: at least one for each value in it."""
    return 1 + sum(content.count(mark) for mark in YAML_MARKS)


def refuse_marks(counted: Iterable[tuple[int, Place]]) -> None:
    """Raise WrongInput at the paragraph or fence with which all of them hold too many marks."""
    marks = 0
    for count, place in counted:
        marks += count
        if marks > MOST_MARKS:
            what = (
                f"up to here there are {marks:,} marks of Markdown and values of YAML,"
                f" and {MOST_MARKS:,} is the most"
            )
            raise WrongInput(what, remedy="Make more than one film of it.", place=place)


@contextmanager
def in_file(file: str) -> Generator[None]:
    """Name the file in an error of `refuse_long` and `refuse_marks`, which know none."""
    try:
        yield
    except WrongInput as error:
        if error.place is None or error.place.file:
            raise
        at = Place(file, error.place.line, error.place.column)
        raise WrongInput(error.what, remedy=error.remedy, place=at) from None
