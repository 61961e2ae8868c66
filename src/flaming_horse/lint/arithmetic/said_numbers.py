"""Numbers that are said of a part of a visual that shows other numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from flaming_horse.lint.arithmetic.number_words import Token, tokens_of
from flaming_horse.lint.arithmetic.shown import numbers_in, numbers_of
from flaming_horse.lint.arithmetic.spoken import Spoken, spoken
from flaming_horse.lint.finding import Finding
from flaming_horse.model.storyboard import Cue, Line, Scene, Visual
from flaming_horse.visuals.kinds import KINDS

_ABOUT = set(
    "about nearly almost roughly some over under around approximately than least most only not "  # noqa: SIM905
    "every another other minus point -".split()
)
"""Before a number: it is not what is shown, or not quite."""
_ANOTHER = set(
    "times of more less out in by squared cubed half point per percent other others and "  # noqa: SIM905
    "or - / %".split()
)
"""Behind a number: it is not said of what is shown alone."""
_RESULT = re.compile(
    r"\b(?:sum|product|difference|quotient|total|result|answer)\b[^.!?;:]{0,60}?"
    r"\b(?:is|equals|gives|makes|comes to)\s$",
    re.IGNORECASE,
)
_NOT_CLAIMED = re.compile(r"\b(?:not|never|if|would|wrong|were)\b|n['’]t\b|\?", re.IGNORECASE)  # noqa: RUF001


def other_numbers(scene: Scene) -> Iterator[Finding]:
    """Marked words that are one number, where the part aimed at shows others; wrong results."""
    visuals = {visual.id: visual for visual in scene.visuals}
    for line in scene.lines:
        said = spoken(line)
        tokens = tokens_of(said.text)
        for cue in line.cues:
            yield from _marked(line, cue, said, tokens, visuals)
        yield from _result(line, said, tokens, visuals)


def _marked(
    line: Line, cue: Cue, said: Spoken, tokens: list[Token], visuals: Mapping[str, Visual]
) -> Iterator[Finding]:
    at = _number_marked(cue, said, tokens)
    shown = _shown_by(cue, visuals) if at is not None and cue.action != "hide" else None
    if at is None or not shown or _vague(tokens, at) or _is_among(tokens[at], shown):
        return
    start, end = said.words_of(cue)
    what = f"“{said.text[start:end].strip()}” is said of {_targets(cue)}, which shows"
    yield Finding(f"{what} {_listed(shown)}", line)


def _number_marked(cue: Cue, said: Spoken, tokens: list[Token]) -> int | None:
    """The index of the number that is all of the marked words; not "one", which may be any."""
    start, end = said.words_of(cue)
    inside = [n for n, token in enumerate(tokens) if start <= token.start and token.end <= end]
    words = [n for n in inside if tokens[n].text not in {".", ",", ":", ";", "!", "the"}]
    if len(words) != 1 or tokens[words[0]].value is None:
        return None
    at = words[0]
    token = tokens[at]
    one = said.text[token.start : token.end].casefold() == "one"
    behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return None if one or behind in _ANOTHER else at


def _shown_by(cue: Cue, visuals: Mapping[str, Visual]) -> set[float] | None:
    """The numbers of all that a cue aims at; None where some are not known."""
    found: set[float] = set()
    for target in cue.targets:
        visual = visuals.get(target.visual)
        numbers = numbers_of(visual, target) if visual else None
        if numbers is None:
            return None
        found |= numbers
    return found


def _vague(tokens: list[Token], at: int) -> bool:
    before = [token.text for token in tokens[max(at - 2, 0) : at]]
    return before == ["up", "to"] or bool(_ABOUT & set(before[-1:]))


def _is_among(token: Token, shown: set[float]) -> bool:
    """Whether a number that is said is shown, perhaps with more digits or in another unit."""
    said = token.value
    assert said is not None
    # "Four billion" rounds to billions; below a thousand every digit is meant.
    digits = f"{said:.0f}"
    zeros = len(digits) - len(digits.rstrip("0")) if said >= 1000 else 0
    rounding = 0.5000001 * (10.0**zeros if zeros else 10.0**-token.decimals)
    return any(abs(said - number) <= rounding or _scaled(said, number) for number in shown)


def _scaled(said: float, shown: float) -> bool:
    """The same digits in hundreds, thousands …: 90 percent and 0.9, 3 and three million."""
    if not said or not shown:
        return False
    power = math.log10(said / shown)
    return abs(power) > 1.5 and abs(power - round(power)) < 1e-9


def _result(
    line: Line, said: Spoken, tokens: list[Token], visuals: Mapping[str, Visual]
) -> Iterator[Finding]:
    """A line that says "the sum is forty-two", and aims at one formula, with no such number."""
    aimed = {t.visual for cue in line.cues for t in cue.targets}
    formulas = [v for v in map(visuals.get, aimed) if v and _formulas(v)]
    if len(aimed) != 1 or len(formulas) != 1:
        return
    shown = _of_all(formulas[0])
    for at, token in enumerate(tokens):
        start, end = said.sentence_at(token.start)
        if token.value is None or not _RESULT.search(said.text[start : token.start]):
            continue
        behind = tokens[at + 1].text if at + 1 < len(tokens) else ""
        sure = not _NOT_CLAIMED.search(said.text[start:end]) and behind not in _ANOTHER
        if sure and shown and not _is_among(token, shown):
            words = said.text[token.start : token.end]
            what = f"“{words}” is said to be the result, and the {formulas[0].kind}"
            yield Finding(f"{what} `{formulas[0].id}` shows {_listed(shown)}", line)


def _of_all(formula: Visual) -> set[float]:
    return {number for text in _formulas(formula) for number in numbers_in(text)}


def _formulas(visual: Visual) -> tuple[str, ...]:
    return KINDS[visual.kind].formulas(visual.data) if visual.data else ()


def _targets(cue: Cue) -> str:
    return " ".join(f"`{target}`" for target in cue.targets)


def _listed(numbers: set[float]) -> str:
    listed = [f"{number:.10g}" for number in sorted(numbers)]
    return ", ".join(listed[:6]) + (", …" if len(listed) > 6 else "")
