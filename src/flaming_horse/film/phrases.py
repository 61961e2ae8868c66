# ruff: noqa: RUF001  typographic signs are what this module is about
"""Where a line of narration may be broken, and what each break costs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from flaming_horse.film.unicode_math import readable
from flaming_horse_voice.runs import Run, ranges_of

MAX_CHARS = 42
"""Characters a line of captions: the BBC and Netflix guides give 37 to 42."""
MAX_LINES = 2

_BLANK_INSIDE = "\0"
"""A blank of a formula, which does not end a token; a line has no such sign of its own."""
_OPERATORS = re.compile(r" (?=[=≤≥≠≈≡→⇒⇔<>+−·;])")

_BEFORE = {  # a phrase starts with these words: break before them
    "en": {
        "and but or nor so because which who that when where while if than then as since although "
        "though until unless whether plus minus equals": 5,
        "in on at to for from with without of by into onto over under between through after before "
        "about against along across per": 10,
        "must can may will should could would might cannot": 9,
    },
    "de": {
        "und aber oder denn weil dass wenn wo während ob als sondern damit obwohl": 5,
        "in an auf zu für von mit ohne bei nach aus über unter zwischen durch gegen vor": 10,
    },
}
_NEVER_AFTER = {  # these words belong to the next one
    "en": "these those my your our its his her their each every no some any in on at "
    "to for from with of by into and or but not is are was be i we you it if as very",
    "de": "mein dein sein ihr kein keine keinen keinem keiner jede jeder "
    "in an auf zu für von mit bei und oder aber nicht ist sind war",
    "fr": "à de en et ou par pour sur dans avec ce cette ces mon ma mes son sa ses ne est sont",
    "es": "a de del en y o por para con sobre al este esta su sus mi mis no es son se",
    "it": "a di in e o per con su da questo questa non è sono si",
    "pt": "de em e ou por para com este esta seu sua não é são se",
    "nl": "van in op en of met voor aan deze dit niet is zijn",
}
_ARTICLES = {
    "en": "a an the",
    "de": "ein eine einen einem einer eines der die das den dem des",
    "fr": "le la les un une des du au aux",
    "es": "el la los las un una unos unas",
    "it": "il lo la i gli le un uno una del dello della dei degli delle al allo alla ai alle",
    "pt": "o a os as um uma uns umas do da dos das no na nos nas ao à",
    "nl": "de het een",
}
ANYWHERE = 13.0
"""The cost of a break between two words that say nothing about it."""
HARDLY = 60.0
"""The cost of a break behind a word that belongs to the next one."""
NOWHERE = 1e6
"""The cost of tearing an article from its noun, or a formula apart: only when nothing else fits."""


@dataclass(frozen=True, slots=True)
class Token:
    """What cannot be broken, with its text as it is shown.

    It stands for the characters `[first, last)` of the line. `inside` says that it goes on the
    formula or word before it.
    """

    text: str
    first: int
    last: int
    inside: bool = False


def tokens(runs: Sequence[Run]) -> tuple[Token, ...]:
    """The words and formulas of a line, none longer than MAX_CHARS."""
    text, ranges = ranges_of(runs)
    formulas = [span for run, span in zip(runs, ranges, strict=True) if run.kind == "math"]
    for start, end in formulas:
        text = text[:start] + text[start:end].replace(" ", _BLANK_INSIDE) + text[end:]
    found: list[Token] = []
    for match in re.finditer(r"\S+", text):
        shown = _with_signs(match, formulas)
        parts = [shown] if len(shown) <= MAX_CHARS else _pieces(shown)
        for number, part in enumerate(part for part in parts if part):
            found.append(Token(part, match.start(), match.end(), inside=number > 0))
    return tuple(found)


def _with_signs(match: re.Match[str], formulas: Sequence[tuple[int, int]]) -> str:
    """A token with its formulas as signs."""
    text, at, shown = match.string, match.start(), ""
    for start, end in formulas:
        if match.start() <= start < match.end():
            latex = text[start + 1 : end - 1].replace(_BLANK_INSIDE, " ")
            shown += text[at:start] + readable(latex)
            at = end
    return shown + text[at : match.end()]


def as_shown(runs: Sequence[Run]) -> str:
    """The runs as a title shows them: formulas as signs."""
    return "".join(readable(run.text) if run.kind == "math" else run.text for run in runs)


def _pieces(shown: str) -> list[str]:
    """A long formula parted before its operators, a long word anywhere."""
    pieces: list[str] = []
    for part in _OPERATORS.split(shown):
        rest = part
        while len(rest) > MAX_CHARS:
            blank = rest.rfind(" ", 1, MAX_CHARS + 1)
            at = blank if blank > 0 else MAX_CHARS
            pieces.append(rest[:at].strip())
            rest = rest[at:].strip()
        pieces.append(rest)
    return pieces


def break_cost(before: Token, after: Token, language: str) -> float:
    """What it costs to read on after a break between two neighbours; 0 after a sentence."""
    if after.inside:
        return NOWHERE
    end = before.text.rstrip("\"'”’»)")
    if end.endswith((".", "!", "?", "…")):
        return 0.0
    if end.endswith((";", ":", "—", "–")):
        return 2.0
    if end.endswith(","):
        return 3.0
    starts, never, articles = _words(language.split("-", maxsplit=1)[0].lower())
    word = before.text.lower().lstrip("\"'“‘«„¿¡(")
    # A capital A inside of a sentence is the name of something, not an article.
    if word in articles and before.text != "A":
        return NOWHERE
    return HARDLY if word in never else starts.get(after.text.lower(), ANYWHERE)


@cache
def _words(language: str) -> tuple[dict[str, float], frozenset[str], frozenset[str]]:
    groups = _BEFORE.get(language, {})
    starts = {word: float(cost) for words, cost in groups.items() for word in words.split()}
    never, articles = (table.get(language, "").split() for table in (_NEVER_AFTER, _ARTICLES))
    return starts, frozenset(never), frozenset(articles)
