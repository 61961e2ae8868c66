"""Arithmetic said in words that does not hold: "three times four is thirteen"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from flaming_horse.lint.arithmetic.number_words import Token, tokens_of
from flaming_horse.lint.arithmetic.spoken import FORMULA, Spoken, spoken
from flaming_horse.lint.finding import Finding
from flaming_horse.model.storyboard import Line, Scene

_OTHER_RULES = re.compile(
    r"\b(?:binary|octal|hexadecimal|modul\w+|mod|clocks?|o'clock|remainders?|carr(?:y|ies|ied)|"
    r"base (?:two|eight|ten|\d+)|round(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
"""Words of a scene in which one and one may be ten, and eleven and two one."""
_NOT_CLAIMED = re.compile(
    r"\b(?:not|never|if|would|were|wrong\w*|false|errors?|mistakes?|nonsense|claims?|says?|said|"
    r"suppose|imagine|about|nearly|almost|roughly|left|over)\b|n['’]t\b|\?$",  # noqa: RUF001
    re.IGNORECASE,
)
_BEFORE = set(
    ". ! ? : ; , ( — – … so then because that since thus hence therefore for first but indeed "  # noqa: RUF001, SIM905
    "now here know why again".split()
)
"""What may stand before the first number, so that it is where the sum begins."""
_GOES_ON = set(
    "squared cubed plus minus times over percent per point or of more less too below above away "  # noqa: SIM905
    "apart off short to and multiplied divided modulo % - / ^ = * + ? ¤".split()
)
"""What makes of the last number something else than the result."""
_END = {".", "!", ";", ":", ",", ")", "…"}
_OPERATIONS = {("plus",): "+", ("and",): "+", ("minus",): "-", ("times",): "*",
               ("multiplied", "by"): "*", ("divided", "by"): "/"}  # fmt: skip
_EQUALS = {"is", "are", "equals", "equal", "makes", "make", "gives", "give"}
_LISTS = {"sum": "+", "product": "*"}


def wrong_sums(scene: Scene) -> Iterator[Finding]:
    """Sums and products in the scene's words whose result is another."""
    if any(_OTHER_RULES.search(line.text) for line in scene.lines):
        return
    for line in scene.lines:
        yield from _wrong_in(line)


def _wrong_in(line: Line) -> Iterator[Finding]:
    said = spoken(line)
    tokens = tokens_of(said.text)
    for at in range(len(tokens)):
        if not _begins(tokens, at):
            continue
        found = _forwards(tokens, at, said) or _backwards(tokens, at)
        if found is None:
            continue
        right, told, last = found
        start, end = said.sentence_at(tokens[at].start)
        if _NOT_CLAIMED.search(said.text[start:end]) or _agree(right, told):
            continue
        what = said.text[tokens[at].start : last.end].replace(FORMULA, "the formula")
        yield Finding(f"“{what}”: that is {right:g}", line)


def _begins(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing before a token belongs to the sum that starts with it."""
    before = tokens[at - 1].text if at else "."
    listed = before == "," and at > 1 and tokens[at - 2].value is not None
    return before in _BEFORE and not listed


def _agree(right: float, told: Token) -> bool:
    """Equal, or rounded or cut where there are decimals behind."""
    if told.value is None or math.isclose(right, told.value, rel_tol=1e-9, abs_tol=1e-9):
        return True
    broken = not math.isclose(right, round(right), rel_tol=1e-12)
    near = abs(right - told.value) <= 0.5000001 * 10.0**-told.decimals
    return broken and (near or told.value == math.floor(right))


def _forwards(tokens: Sequence[Token], at: int, said: Spoken) -> tuple[float, Token, Token] | None:
    """`A op B is C` from the token `at`: the right result, the told one, the last token."""
    formula = said.values.get(tokens[at].start) if tokens[at].text == FORMULA else None
    read = (formula, at + 1, "") if formula is not None else _left(tokens, at)
    if read is None:
        return None
    right, end, joined = read
    end += _text(tokens, end) == "," and _text(tokens, end + 1) in _EQUALS
    if _text(tokens, end) not in _EQUALS or end + 1 >= len(tokens):
        return None
    told, after = tokens[end + 1], _text(tokens, end + 2)
    if told.value is None or after in _GOES_ON:
        return None
    # "Two and five are three apart": a word behind the result may make it another thing.
    if joined == "and" and after and after not in _END:
        return None
    return right, told, told


def _backwards(tokens: Sequence[Token], at: int) -> tuple[float, Token, Token] | None:
    """`C is A op B` up to the end of its sentence."""
    if tokens[at].value is None or _text(tokens, at + 1) not in {"is", "equals"}:
        return None
    read = _chain(tokens, at + 2)
    if read is None or "and" in read[2]:
        return None
    right, end, _ = read
    if _text(tokens, end) not in {"", ".", "!", ";"}:
        return None
    return right, tokens[at], tokens[end - 1]


def _left(tokens: Sequence[Token], at: int) -> tuple[float, int, str] | None:
    return _listed(tokens, at) or _one(tokens, at) or _chain(tokens, at)


def _listed(tokens: Sequence[Token], at: int) -> tuple[float, int, str] | None:
    """`the sum of 2, 3 and 4`."""
    at += _text(tokens, at) == "the"
    sign = _LISTS.get(_text(tokens, at))
    if sign is None or _text(tokens, at + 1) != "of":
        return None
    at += 2
    values: list[float] = []
    while at < len(tokens) and (value := tokens[at].value) is not None:
        values.append(value)
        at += 1
        between = [word for word in (_text(tokens, at), _text(tokens, at + 1)) if word]
        skipped = 2 if between == [",", "and"] else int(between[:1] in ([","], ["and"]))
        if at + skipped >= len(tokens) or tokens[at + skipped].value is None:
            break
        at += skipped
    if len(values) < 2:
        return None
    return (sum(values) if sign == "+" else math.prod(values)), at, ""


def _one(tokens: Sequence[Token], at: int) -> tuple[float, int, str] | None:
    """`twice 3`, `half of 10`, `the square (root) of 9`, `5 squared`; nothing joined to it."""
    at += _text(tokens, at) == "the"
    words = [_text(tokens, n) for n in range(at, at + 3)]
    for lead in (["twice"], ["half", "of"], ["square", "of"], ["square", "root", "of"]):
        if words[: len(lead)] != lead:
            continue
        behind = at + len(lead)
        value = tokens[behind].value if behind < len(tokens) else None
        if value is None:
            return None
        made = {"twice": 2 * value, "half": value / 2}.get(lead[0])
        if made is None:
            made = math.sqrt(value) if "root" in lead else value**2
        return made, behind + 1, ""
    power = {"squared": 2, "cubed": 3}.get(words[1])
    value = tokens[at].value if at < len(tokens) else None
    return (value**power, at + 2, "") if power and value is not None else None


def _chain(tokens: Sequence[Token], at: int) -> tuple[float, int, str] | None:
    """`2 plus 3 times 4`: its value with the rules of arithmetic, and its last joining word."""
    if at >= len(tokens) or (value := tokens[at].value) is None:
        return None
    terms, joined = [value], ""
    at += 1
    while (step := _operation(tokens, at)) is not None:
        sign, value, at, joined = step
        if sign in "+-":
            terms.append(value if sign == "+" else -value)
        elif sign == "*":
            terms[-1] *= value
        elif value:
            terms[-1] /= value
        else:
            return None
    return (sum(terms), at, joined) if joined else None


def _operation(tokens: Sequence[Token], at: int) -> tuple[str, float, int, str] | None:
    at += _text(tokens, at) == ","
    for words, sign in _OPERATIONS.items():
        end = at + len(words)
        if tuple(_text(tokens, n) for n in range(at, end)) == words and end < len(tokens):
            value = tokens[end].value
            return None if value is None else (sign, value, end + 1, words[0])
    return None


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""
