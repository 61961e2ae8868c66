r"""The parts of a formula that we read ourselves: words, lengths, colours, boxes and pieces.

The translator would copy their arguments into Typst code. They are taken out before it sees the
formula; what they hold goes into Typst as strings and numbers that we write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flaming_horse.model.latex_pieces import TOKEN
from flaming_horse.model.latex_vocabulary import OWN, TEXTS

Span = tuple[int, int]
_COUNTS = {"piece": 2, "textcolor": 2, "colorbox": 2, "fcolorbox": 3, "SI": 2, "qty": 2,
           "nonumber": 0, "notag": 0}  # fmt: skip
WORDY = frozenset(TEXTS) | {"colorbox", "fcolorbox", "tag", "tag*", "qq"}
"""Commands whose last argument is running text, in which `$…$` is maths."""
_SHOWN = frozenset(
    ("piece", "textcolor", "sqrt", "mathop", "underline", "boxed", "fbox", "phantom", "hphantom",
     "vphantom")
)  # fmt: skip
"""Commands whose last argument is a formula again."""
_BARE_SIGNS = frozenset(('"', "`", "@", r"\_", r"\&"))
"""Signs that mean something in Typst."""
_BRACE = re.compile(r"\\(?:[a-zA-Z]+|.)|[{}]", re.DOTALL)
_STARRED = frozenset(name for name in OWN if name.endswith("*"))


@dataclass(frozen=True, slots=True)
class LatexPart:
    """`latex[start:end]` is a command of ours with its arguments; `option` is what `[…]` holds."""

    name: str
    start: int
    end: int
    arguments: tuple[Span, ...]
    option: Span | None = None


def outer_parts(latex: str) -> Iterator[LatexPart]:
    """The parts that lie in no other, in order, as far as they are complete."""
    at = 0
    while match := TOKEN.search(latex, at):
        part = _part(latex, match)
        if part is not None:
            yield part
        at = part.end if part else match.end()


def part_at(latex: str, start: int) -> LatexPart | None:
    """The part that begins at `start`, or None where none does, or none that is complete."""
    match = TOKEN.match(latex, start)
    return _part(latex, match) if match else None


def _part(latex: str, match: re.Match[str]) -> LatexPart | None:
    sign = match.group()
    if sign in _BARE_SIGNS:
        return LatexPart(sign[-1], match.start(), match.end(), ())
    name, at = sign[1:], match.end()
    if not sign.startswith("\\") or not (name in OWN or name == "sqrt"):
        return None
    if latex[at : at + 1] == "*" and f"{name}*" in _STARRED:
        name, at = f"{name}*", at + 1
    option = _option(latex, at)
    if name == "sqrt" and option is None:
        return None
    if option and name in {"sqrt", "textcolor"}:
        at = option[1] + 1
    spans: list[Span] = []
    for _ in range(_COUNTS.get(name, 1)):
        span_and_end = argument(
            latex, at, braced=name not in {"sqrt", "mathop", "underline", "boxed"}
        )
        if span_and_end is None:
            return None
        spans.append(span_and_end[0])
        at = span_and_end[1]
    return LatexPart(name, match.start(), at, tuple(spans), option)


def argument(latex: str, at: int, *, braced: bool = True) -> tuple[Span, int] | None:
    """The span of the argument that starts at `at`, blanks aside, and where what follows starts."""
    opened = re.compile(r"\s*").match(latex, at)
    assert opened is not None
    start = opened.end()
    if latex[start : start + 1] != "{":
        single = TOKEN.match(latex, start)
        if braced or single is None or single.group() in "}&":
            return None
        return single.span(), single.end()
    depth = 0
    for match in _BRACE.finditer(latex, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return (start + 1, match.start()), match.end()
    return None


def _option(latex: str, at: int) -> Span | None:
    opened = re.compile(r"\s*\[").match(latex, at)
    if opened is None:
        return None
    depth = 0
    for match in re.compile(r"\\(?:[a-zA-Z]+|.)|[{}\]]", re.DOTALL).finditer(latex, opened.end()):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth < 0:
            return None
        if depth == 0 and match[0] == "]":
            return opened.end(), match.start()
    return None


def without_words(latex: str) -> str:
    """The formula with the words, lengths and colours in it blacked out, as long as before."""
    kept: list[str] = []
    at = 0
    for part in outer_parts(latex):
        spans = part.arguments
        if part.name in _SHOWN:
            spans = spans[:-1]
        for start, end in spans:
            kept += [latex[at:start], "x" * (end - start)]
            at = end
        if part.name in _SHOWN and part.arguments:
            start, end = part.arguments[-1]
            kept += [latex[at:start], without_words(latex[start:end])]
            at = end
    return "".join([*kept, latex[at:]])
