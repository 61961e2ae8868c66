"""How prose is read: rules are tried in their order at every position, the first that matches says.

Which rules there are is a language's affair (`languages`); dictionaries come before all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from flaming_horse_voice.text.pronouncing import said_of
from flaming_horse_voice.text.spoken import TOKEN_WITH_PHONEMES, WordSpan

_MARKS = ".,;:!?…"
_AS_COMMA = frozenset("—\u2013()")
_DASH = re.compile(r"(?<=\s)[-\u2013\u2014](?=\s)")


class Rule(NamedTuple):
    """A pattern and what is spoken for a match of it (None: not this rule after all)."""

    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str | None]


def rule(pattern: str, say: Callable[[re.Match[str]], str | None] | str) -> Rule:
    """A rule of a pattern and a function, or of a pattern and the words themselves."""
    if isinstance(say, str):
        return Rule(re.compile(pattern), _always(say))
    return Rule(re.compile(pattern), say)


def _always(words: str) -> Callable[[re.Match[str]], str]:
    return lambda match: words if match else ""


def one_of(written: Mapping[str, object] | Sequence[str]) -> str:
    """A pattern for any of these, the longest first."""
    return "|".join(sorted(map(re.escape, written), key=len, reverse=True))


# A speech-text that is read again keeps its phonemes.
_QUOTED = rule(TOKEN_WITH_PHONEMES.pattern, lambda m: m.group())


def read(
    text: str, start: int, end: int, rules: Sequence[Rule], pronounce: Mapping[str, str]
) -> tuple[WordSpan, ...]:
    """The words spoken for `text[start:end]`; ranges are positions in `text`."""
    words: list[WordSpan] = []
    tried = (*dictionary_rules(tuple(pronounce.items())), _QUOTED, *rules)
    position = start
    while position < end:
        match, said = _first(tried, text, position, end)
        if match is None:
            _punctuate(words, text, position)
            position += 1
            continue
        words += [WordSpan(word, match.start(), match.end()) for word in said.split()]
        position = match.end()
    return tuple(words)


def _first(
    rules: Sequence[Rule], text: str, position: int, end: int
) -> tuple[re.Match[str] | None, str]:
    for each in rules:
        match = each.pattern.match(text, position, end)
        if match and match.end() > position:
            said = each.say(match)
            if said is not None:
                return match, said
    return None, ""


def _punctuate(words: list[WordSpan], text: str, position: int) -> None:
    """Attach a mark to the word before it: marks shape the melody and are never words."""
    sign = text[position]
    if sign in _AS_COMMA or _DASH.match(text, position):
        # a bracket or dash at the very end of a line, or before another mark, is no breath
        sign = "," if re.match(r"\W*\w", text[position + 1 :]) else ""
    if not words or not sign or sign not in _MARKS:
        return
    last = words[-1]
    stem = last.spoken.rstrip(_MARKS)
    ending = last.spoken[len(stem) :]
    if ending and sign in ",;:":
        return
    if ending and ending[-1] in ",;:":
        ending = ""
    words[-1] = last._replace(spoken=stem + ending + sign)


@lru_cache(maxsize=64)
def dictionary_rules(entries: tuple[tuple[str, str], ...]) -> tuple[Rule, ...]:
    """Entries apply to whole words, with their `'s`; the longest is tried first.

    One in lower case also applies to the word with a capital. Raises WrongInput for phonemes that
    are not written as they should be.
    """
    rules: list[Rule] = []
    for written, spoken in sorted(entries, key=lambda entry: len(entry[0]), reverse=True):
        exact = re.escape(written)
        if written[:1].islower():
            exact = f"[{written[0]}{written[0].upper()}]{re.escape(written[1:])}"
        pattern = re.compile(rf"(?<!\w)(?P<word>{exact})(?P<own>['\u2019]s)?(?!\w)")
        said_of(written, spoken)  # what is wrong with it is told even where it is not used
        rules.append(Rule(pattern, _entry(spoken)))
    return tuple(rules)


def _entry(spoken: str) -> Callable[[re.Match[str]], str]:
    return lambda match: said_of(match["word"], spoken, own=match["own"] is not None)
