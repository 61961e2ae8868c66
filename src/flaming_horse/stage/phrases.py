"""Which words of a line sum it up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flaming_horse_voice.runs import Run, shown_runs

_PRIVATE = range(0x10F000, 0x10FFFE)
_SEALS = re.compile("([\U0010f000-\U0010fffd])")
"""Signs for private use that stand for formulas and code."""
_ASIDE = re.compile(r"\s+\([^()]*\)")
_CALL = re.compile(r"(?<=\w)\([^()]*\)")
_CLOSED = str.maketrans(" ,.:;()", "\0\1\2\3\4\5\6")
_OPENED = str.maketrans("\0\1\2\3\4\5\6", " ,.:;()")
"""Signs inside of what is never cut, and back."""
_SHORT_FORM = re.compile(
    r"\b(?:Prof|Dr|Mr|Mrs|Ms|St|No|Fig|Eq|vs|etc|e\.g|i\.e|cf|approx|[A-Z])\.(?=\s)"
)
_SENTENCE = re.compile(r"[.!?\u2026]+[\"')\u201d\u2019]*\s+")
_BREAK = re.compile(r"[;:]\s|\s[\u2013\u2014]\s")
_OPENERS = frozenset(
    re.findall(
        r"\w+",
        "and but so or then now here there that this these those it is are was were be the a an "
        "of to in on at for with as by from we you i they he she what which who how why when "
        "where if because not no do does did has have had can could will would let us one every",
    )
)
_GROUPS = frozenset(
    ("for", "with", "in", "on", "at", "by", "from", "which", "who", "when", "where", "because",
     "but", "so", "as")
)  # fmt: skip
"""Words that open a group of words, before which a phrase may end."""
_NEEDS_MORE = frozenset(
    ("into", "onto", "about", "between", "than", "like", "each", "more", "most", "such", "very",
     "only", "notice", "note", "see", "say", "says", "know", "show", "shows", "mean", "means",
     "require", "requires", "think", "use", "uses", "used")
)  # fmt: skip
"""Words after which more has to come."""
_JOINING = frozenset(("and", "but", "so", "or", "then", "because", "while"))
_LEANING = frozenset(
    ("it", "they", "he", "she", "this", "that", "these", "those", "which", "who", "whose", "there")
)
"""A clause that begins so leans on the one before it."""
_LEADING = frozenset(
    ("when", "while", "if", "as", "after", "before", "since", "because", "although", "though",
     "in", "on", "at", "for", "with", "to", "by", "from", "and", "but", "so", "then", "now")
)  # fmt: skip
_SUBJECTS = frozenset(
    ("the", "a", "an", "this", "these", "each", "every", "its", "their", "our", "your", "you", "we",
     "they", "it", "he", "she", "there", "all", "no", "any", "most", "some")
)  # fmt: skip
"""Words that a clause with a subject of its own begins with, behind "and" or "so"."""
_SHORT = 12
_WHOLE = 15
_GOOD_LENGTH = 5
_MOST_SAID = 6
_LONGEST = 18
"""Words of a line that is shown whole, of a sentence that is, of a part that says enough, words of
weight beyond which a part gains nothing, and words of a part that is not cut."""
_POINTER = re.compile(
    r"\b(?:below|above|following|as follows|see also|this (?:section|chapter|page|guide|post))\b",
    re.IGNORECASE,
)
"""What a clause says that only tells where something else is said."""
_LITTLE = 4
"""Words by which a part may be longer before it is cut."""
_MEMBER = 4
"""Words of a member of an enumeration."""
_MEMBER_AND = re.compile(r"(?:\S+\s){1,4}(?:and|or)\s")


def key_phrase(runs: Sequence[Run]) -> tuple[Run, ...]:
    """What of a line is set large: all of a short one, the part that says most of a longer one.

    A part is a whole sentence, its beginning up to the end of a clause, or a clause with a subject
    of its own: what is shown must be true without the rest. Formulas, code and what stands in
    brackets behind a name, `lay(stone, wet)`, count as one word and are never cut.
    """
    line = _Sealed.of(runs)
    kept = _closed(line.text.strip())
    if len(kept.split()) <= _SHORT:
        return line.opened(line.text.strip().rstrip(".,;:"))
    return line.opened(_as_phrase(max(_parts(kept), key=_worth, default=kept), line.text))


def other_phrases(runs: Sequence[Run]) -> list[tuple[Run, ...]]:
    """What is set large where the key phrase has no room: no formulas, the best first."""
    line = _Sealed.of(Run(". ") if run.kind == "math" else run for run in runs)
    parts = [part for part in _parts(_closed(line.text.strip())) if " " in part]
    best = sorted(parts, key=_worth, reverse=True)
    return [line.opened(_as_phrase(part, line.text)) for part in best]


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A line in which each formula and each piece of code is one sign, which nothing cuts."""

    text: str
    inside: Mapping[str, Run]

    @classmethod
    def of(cls, runs: Iterable[Run]) -> _Sealed:
        runs = tuple(runs)
        written = {sign for run in runs for sign in run.text}
        free = (sign for sign in map(chr, _PRIVATE) if sign not in written)
        inside = {next(free): run for run in runs if run.kind in ("math", "code")}
        signs = iter(inside)
        text = "".join(next(signs) if run.kind in ("math", "code") else run.text for run in runs)
        return cls(text, inside)

    def opened(self, phrase: str) -> tuple[Run, ...]:
        return shown_runs([self.inside.get(part) or Run(part) for part in _SEALS.split(phrase)])


def _as_phrase(part: str, text: str) -> str:
    words = part.split()
    while len(words) > 3 and words[0].lower() in _JOINING:
        words = words[1:]
    if len(words) > _LONGEST + _LITTLE:
        words = _shortened(words)
    phrase = " ".join(words).translate(_OPENED)
    # What begins a line is written as its author wrote it: `uv` is a name.
    begins = text.lstrip().startswith(phrase)
    return phrase if begins else phrase[:1].upper() + phrase[1:]


def _closed(text: str) -> str:
    """The text with one word for each call or abbreviation, which is never cut."""
    for never_cut in (_CALL, _SHORT_FORM):
        text = never_cut.sub(lambda found: found.group().translate(_CLOSED), text)
    return text


def _parts(text: str) -> list[str]:
    """What of a text can stand alone."""
    return [part for one in _SENTENCE.split(text) for part in _parts_of(_ASIDE.sub("", one))]


def _parts_of(sentence: str) -> list[str]:
    sentence = sentence.strip(" .,;:!?\u2026")
    if len(sentence.split()) <= _WHOLE:
        return [sentence] if sentence else []
    found: list[str] = []
    for number, stretch in enumerate(_BREAK.split(sentence)):
        clauses = [clause.strip() for clause in stretch.split(", ")]
        first = next((n for n, each in enumerate(clauses) if not _leads(each)), 0)
        if number == 0 or _has_subject(clauses[first]):
            found += [", ".join(clauses[first:end]) for end in range(first + 1, len(clauses) + 1)]
        found += [
            clause
            for before, clause in pairwise(clauses)
            if _has_subject(clause) and not _goes_on(before, clause)
        ]
    return [part for part in found if len(part.split()) <= _LONGEST] or found


def _leads(clause: str) -> bool:
    """Whether a clause only leads to the next: "When it rains", "In the end"."""
    return clause.split(" ", 1)[0].lower() in _LEADING


def _has_subject(clause: str) -> bool:
    words = clause.lower().split()
    while words and words[0] in _JOINING:
        words = words[1:]
    return len(words) > 2 and words[0] in _SUBJECTS


def _goes_on(before: str, clause: str) -> bool:
    """Whether a clause may be the end of an enumeration: "the shed, the crane and the boat are"."""
    joined = clause.split(" ", 1)[0].lower() in _JOINING - {"and", "or"}
    return bool(_MEMBER_AND.match(clause)) or (len(before.split()) <= _MEMBER and not joined)


def _shortened(words: list[str]) -> list[str]:
    """The beginning of a clause, up to where a new group of words opens."""
    lower = [word.lower() for word in words]
    ends = [i for i in range(5, _LONGEST + 1) if lower[i] in _OPENERS]
    ends = [i for i in ends if lower[i - 1] not in _OPENERS | _NEEDS_MORE]
    # "and ensure" is not the end of what is said: "the truth" comes after it.
    ends = [i for i in ends if lower[i - 2] not in ("and", "or")] or ends
    # "of" and "the" belong to the word before them.
    ends = [i for i in ends if lower[i] in _GROUPS] or ends
    return words[: ends[-1] if ends else _LONGEST]


def _worth(clause: str) -> float:
    words = [word.lower().strip("'\"()") for word in clause.split()]
    content = sum(1 for word in words if word not in _OPENERS)
    leaning = next((word for word in words if word not in _JOINING), "") in _LEANING
    length = max(0, _GOOD_LENGTH - len(words)) + max(0, len(words) - _LONGEST)
    said = min(content, _MOST_SAID)
    points = 2.0 * bool(_POINTER.search(clause))
    return said - points - 0.6 * length - 0.3 * (len(words) - content) - 2.0 * leaning
