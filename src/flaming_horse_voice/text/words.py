"""Single words: capitals, letters that stand alone, letters and numbers run together."""

from __future__ import annotations

import re

from flaming_horse_voice.text import numbers
from flaming_horse_voice.text.letters import GREEK, LETTERS, capitals, is_common, letter, spelled
from flaming_horse_voice.text.rules import Rule, rule
from flaming_horse_voice.text.scripts import LETTER
from flaming_horse_voice.text.unicode_forms import refuse_other_scripts, unaccented

_HUMPS = re.compile(r"\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+")


def _mixed(match: re.Match[str]) -> str:
    """`3D`, `x86`, `B2`, `IPv6`: letters and numbers run together."""
    words: list[str] = []
    for piece in _HUMPS.findall(match["run"]):
        if piece.isdecimal():
            words.append(numbers.number(piece))
        else:
            words.append(spelled(piece) if len(piece) <= 2 or piece.isupper() else piece)
    return " ".join(words) + ("'s" if match["own"] else "")


def _word(match: re.Match[str]) -> str:
    """A word; hyphenated words keep their hyphens unless a single letter is among them."""
    written = match.group().replace("\u2019", "'")
    refuse_other_scripts(written, "English")
    if written.isupper() and _is_shouted(match):
        return written.lower() if written not in {"I", "A"} else simple(written)
    parts = written.split("-")
    if len(parts) > 1 and any(_needs_spelling(part) for part in parts):
        return " ".join(simple(part) for part in parts)
    if written in {"A", "a"}:
        return "a" if written == "a" or _is_article(match) else LETTERS["a"]
    return simple(written)


def _is_shouted(match: re.Match[str]) -> bool:
    """It stands among three or more words in capitals, one of them a common word."""
    text = match.string
    before = re.search(r"(?:[A-Z']+[\s,]+)*$", text[: match.start()])
    after = re.match(r"(?:[\s,]+[A-Z']+(?![\w-]))*", text[match.end() :])
    row = (
        (before.group() if before else "") + match.group() + (after.group() if after else "")
    ).split()
    return len(row) > 2 and any(is_common(word.strip(",")) for word in row)


def _needs_spelling(part: str) -> bool:
    return (len(part) == 1 and part not in {"a", "I"}) or (len(part) > 1 and part.isupper())


def simple(word: str) -> str:
    """A word without hyphens: spelled where it is a letter or an abbreviation in capitals."""
    if word in {"I", "a"}:
        return word
    stem, mark, rest = word.partition("'")
    if len(stem) == 1 and stem.isalpha() and (not mark or rest == "s"):
        return letter(stem) + mark + rest
    bare = stem.removesuffix("s")
    if len(stem) > 1 and (stem.isupper() or (len(bare) > 1 and bare.isupper())):
        return capitals(stem) + mark + rest
    plain = unaccented(word)
    if all(sign in GREEK for sign in plain.lower()):
        return spelled(plain)
    return word


def _is_article(match: re.Match[str]) -> bool:
    """A capital A that opens a sentence before a lower-case word is the article."""
    after = re.match(r"\s+([A-Za-z][a-z]+|\d)", match.string[match.end() :])
    return bool(
        opens_a_sentence(match.string, match.start())
        and after
        and after[1].lower() not in {"is", "and", "times", "has", "equals", "to", "given"}
    )


def opens_a_sentence(text: str, at: int) -> bool:
    """Whether the word that begins at a place is the first of its sentence."""
    before = text[:at].rstrip(" \"'\u201c\u2018(")
    return not before or before[-1] in ".!?:…"


MIXED: tuple[Rule, ...] = (
    rule(
        rf"(?P<run>\d+{LETTER}+(?!{LETTER}|\d)|{LETTER}{{1,3}}\d+(?:{LETTER}|\d)*"
        r"|[A-Z]+[a-z]\d+(?!\w))(?P<own>['\u2019]s(?!\w))?",
        _mixed,
    ),
)
WORDS: tuple[Rule, ...] = (rule(rf"{LETTER}+(?:['\u2019-]{LETTER}+)*", _word),)
