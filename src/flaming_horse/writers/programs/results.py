"""What a program gave, in words: a value, the columns of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flaming_horse.writers.programs.facts import Fact

_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d{1,2})?%?", re.IGNORECASE)
_WRAPPED = re.compile(r"(?:np|numpy)\.\w+\((.+)\)")
"""A number as newer versions of NumPy print it: `np.float64(1.0)`."""
_WORDS = re.compile(r"[^\W_][\w ,.'\u2019%-]*[\w.%!?]|[^\W_]")
_LISTED = re.compile(r"[\[(][\w\s.,'\"+-]*[\])]")
NUMBERS = re.compile(r"(?P<count>\d+) numbers, from (?P<low>\S+) to (?P<high>\S+)")
"""How a long array is shown."""
_NAMED = re.compile(r"[^\W\d][\w ]*\s?[=:]\s?-?\d[\d.,]*\s?[a-z%]*")
_VALUE = 40
"""Signs of a value that is read aloud."""
_DIGITS = 4
"""Behind the point; what is on the screen has them all."""
_NOWHERE = -1
"""A line of the program that there is not: what came out stands in none."""
_COLUMNS = 5
_LIST, _NAME = 4, 6
"""Values of a list, and words of a text, that can be heard out."""


def value_facts(text: str) -> tuple[Fact, ...]:
    """The fact of a printed value; none for more than one short line."""
    text = text.strip()
    if not text or "\n" in text or len(text) > _VALUE:
        return ()
    text = bare(text)
    fact = _fact(text)
    return (fact,) if fact is not None else ()


def bare(text: str) -> str:
    """A number without the type that NumPy prints about it."""
    wrapped = _WRAPPED.fullmatch(text)
    return wrapped[1] if wrapped and _NUMBER.fullmatch(wrapped[1]) else text


def _fact(text: str) -> Fact | None:
    quoted = re.fullmatch(r"(['\"])(.*)\1", text)
    words = quoted[2] if quoted else text
    if numbers := NUMBERS.fullmatch(text):
        return Fact("numbers", words=numbers.groupdict(), first=_NOWHERE, last=_NOWHERE, weight=6)
    if text in {"True", "False", "None"} or _NAMED.fullmatch(text):
        return Fact("gives code", {"value": (text,)}, {}, _NOWHERE, _NOWHERE, 6)
    if _NUMBER.fullmatch(text):
        said = rounded(text)
    elif _LISTED.fullmatch(text) and text.count(",") < _LIST:
        said = _listed(text)
    elif _WORDS.fullmatch(words) and len(words.split()) <= _NAME:
        said = f"“{words.rstrip('.')}”"
    else:
        return None
    return Fact("gives", {}, {"value": said}, _NOWHERE, _NOWHERE, 6)


def _listed(text: str) -> str:
    inner = re.sub(r"['\"\[\]()]", "", text)
    return ", ".join(part.strip() for part in inner.split(",") if part.strip()) or text


def rounded(number: str) -> str:
    """A number with a few digits behind its point: as many as anybody can follow by ear."""
    match = re.fullmatch(r"([-+]?\d*\.\d+)(.*)", number)
    if match is None or len(match[1].split(".")[1]) <= _DIGITS:
        return number
    digits = f"{float(match[1]):.{_DIGITS}f}".rstrip("0").rstrip(".")
    return number if digits in {"0", "-0"} else f"{digits}{match[2]}"


def column_facts(header: Sequence[str]) -> tuple[Fact, ...]:
    """The columns of a table that came out."""
    names = [name for name in header if re.fullmatch(r"[^\W\d_][\w %()./-]*", name)]
    if not 1 < len(names) <= _COLUMNS or len(names) < len([name for name in header if name]):
        return ()
    return (Fact("columns", {"names": tuple(names)}, {}, _NOWHERE, _NOWHERE, 3),)
