"""Code in a sentence, aloud: `ls *.py | wc -l` is "ell ess star dot pie pipe double-you see …".

Names are read by their parts, types with their parameters ("Vec of String"), placeholders and tags
by their names, and of the signs those that a reader would say. What is nothing but signs is read by
the signs' names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flaming_horse_voice.text.rules import Rule
from flaming_horse_voice.text.sign_names import SignNames

Prose = Callable[[str], str]
"""Reads ordinary text: numbers, addresses, the signs of maths."""


@dataclass(frozen=True, slots=True)
class CodeWords:
    """What code is called in a language; `name` reads one name, `spell` letters.

    `operators` stand between words; `parameters` is said before those of a type, `closing` before
    the name of a tag that ends, `bases` before digits (`0x`, `0b`, `0o`).
    """

    name: Callable[[str], str]
    spell: Callable[[str], str]
    signs: SignNames
    operators: Mapping[str, str]
    parameters: str
    closing: str
    minus: str
    times: str
    power: str
    over: str
    bases: Mapping[str, str]


_ADDRESS = re.compile(r"[a-z][\w+.-]*://[^\s'\"<>)\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_AMOUNT = re.compile(
    r"[€£¥]\s?\d(?:[\d.,]*\d)?|\$\d+(?:[.,]\d+)+|\d{1,2}/\d{1,2}/\d{4}(?!\d)"
    r"|(?<=[a-z]{2}\s)a(?=\s[a-z]{2})"
    r"|(?<![\w-])[A-Za-z]+-\d+(?:\.\d+)*[A-Za-z]?(?:-[A-Za-z0-9.]*[A-Za-z0-9])+"
)
"""Money, a date, an article, `ISO-8859-1`: what is read as in a sentence."""
_COMMENT = re.compile(r"<!--(?P<words>.*?)-->")
_BASED = re.compile(r"0(?P<base>[xXbBoO])(?P<digits>[0-9A-Fa-f]+)(?!\w)")
_HASH = re.compile(r"(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}(?!\w)")
_NUMBER = re.compile(
    r"[vV]?\d(?:[\d_]|[.,:-](?=\d)|(?<=\d)[eE][-+]?(?=\d))*(?:%|[^\W\d_]{1,3}(?![^\W_]))?"
)
_TAG = re.compile(
    r"(?<![\w)\]])<(?P<closing>/)?(?P<tag>!?[^\W\d_][\w.:|-]*(?:\s[\w\s.|-]*)?)"
    r"(?P<rest>\s[\w:@-]+=[^<>]*)?\s?/?>"
)
_TYPE = re.compile(r"(?<=\w)<(?=[^\s<=\d])")
_FLAG = re.compile(r"(?<![\w)\]}.-])(?P<dashes>--?)(?P<flag>[^\W\d_][\w-]*)")
_NAME = re.compile(r"_*[^\W\d_]\w*(?:-(?=[^\W_]\w)\w+)*")
_POWER = re.compile(r"(?<=[\w)\]])\s?\*\*\s?(?=[\w(])")
_TIMES = re.compile(r"(?<=[\w)\]])(?:\s\*\s|(?<=[\d)\]])\*|(?<=\b[^\W\d_])\*)(?=[\w(])")
_OVER = re.compile(r"(?<=[\w)\]])\s/\s(?=[\w(])")
_MINUS = re.compile(r"(?<=[\w)\]])(?:\s-\s|-)(?=[\w(])|(?<![\w)\]])-(?=\d)")
_SILENT = re.compile(
    r"[\s(){}\[\]'\"`,;_]+|::?(?!=)|\\(?![^\W\d_])|(?<=\w)[!?](?!=)|(?<=[^\W\d_]{2})-(?=\d)|(?<=[\w)])\.+(?=\s|$)"
)
_CONTRACTION = re.compile(r"[^\W\d_]+['\u2019](?:[a-z]{1,2})(?!\w)")
_INSIDE = re.compile(r"[\w\s,.:&*\[\]?'|()<>=/-]+")


class CodeReader:
    """Reads code in one language; `prose` reads what is no code in it.

    `entries` are a dictionary's, which come before all that is known here.
    """

    def __init__(self, words: CodeWords, prose: Prose, entries: Sequence[Rule] = ()) -> None:
        self._words = words
        self._prose = prose
        self._entries = entries
        operators = "|".join(map(re.escape, sorted(words.operators, key=len, reverse=True)))
        self._kinds: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
            *entries,
            (_ADDRESS, lambda m: prose(m.group())),
            (_AMOUNT, lambda m: prose(m.group())),
            (_COMMENT, lambda m: self.read(m["words"])),
            (_BASED, self._based),
            (_HASH, lambda m: self._characters(m.group())),
            (_CONTRACTION, lambda m: prose(m.group())),
            (_NUMBER, lambda m: prose(m.group().replace("_", ""))),
            (_TAG, self._tag),
            (_FLAG, self._flag),
            (_NAME, lambda m: self._name(m.group())),
            (_POWER, lambda _: words.power),
            (_TIMES, lambda _: words.times),
            (_OVER, lambda _: words.over),
            (_SILENT, lambda _: ""),
            (_MINUS, lambda _: words.minus),
            (re.compile(operators), lambda m: words.operators[m.group()]),
        )

    def read(self, code: str) -> str:
        """The words of a piece of code; "" only for one without any sign that has a name."""
        if not any(sign.isalnum() for sign in code):
            return self._words.signs.of(code)
        words: list[str] = []
        at = 0
        while at < len(code):
            if _TYPE.match(code, at) and (end := _closed(code, at)):
                words += [self._words.parameters, self.read(code[at + 1 : end])]
                at = end + 1
                continue
            for pattern, say in self._kinds:
                if (match := pattern.match(code, at)) and match.end() > at:
                    words.append(say(match) or "")
                    at = match.end()
                    break
            else:
                words.append(self._sign(code[at]))
                at += 1
        return " ".join(" ".join(words).split()) or self._words.signs.of(code)

    def _name(self, name: str) -> str:
        return " ".join(self._part(part) for part in re.split("[_-]+", name) if part)

    def _part(self, part: str) -> str:
        for pattern, say in self._entries:
            if match := pattern.fullmatch(part):
                return say(match) or ""
        return self._words.name(part)

    def _sign(self, sign: str) -> str:
        return self._prose(sign) or self._words.signs.of(sign)

    def _based(self, match: re.Match[str]) -> str:
        base = self._words.bases[match["base"].lower()]
        return f"{base} {self._characters(match['digits'])}"

    def _characters(self, written: str) -> str:
        return " ".join(
            self._prose(sign) if sign.isdecimal() else self._words.spell(sign) for sign in written
        )

    def _tag(self, match: re.Match[str]) -> str:
        closing = self._words.closing if match["closing"] else ""
        rest = self.read(match["rest"]) if match["rest"] else ""
        return f"{closing} {self.read(match['tag'].replace('-', ' ').lstrip('!'))} {rest}"

    def _flag(self, match: re.Match[str]) -> str:
        dash = self._words.signs.names["-"]
        return f"{' '.join([dash] * len(match['dashes']))} {self._name(match['flag'])}"


def _closed(code: str, start: int) -> int:
    """Where the `<` of a type's parameters closes; 0 where it is no such sign."""
    depth = 0
    for at in range(start, len(code)):
        depth += code[at] == "<"
        depth -= code[at] == ">" and code[at - 1] not in "-="
        if not depth:
            return at if _INSIDE.fullmatch(code, start + 1, at) else 0
    return 0
