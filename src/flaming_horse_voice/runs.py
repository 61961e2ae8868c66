"""Runs: what is written, in stretches of one kind; the one reader of `$…$`, and its inverse.

A storyboard's Markdown, texts in its visuals, what a model answers and what a scene asks a voice
to speak all read formulas here; whoever needs one text of it flattens it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple, TypeAlias

RunKind: TypeAlias = Literal["text", "math", "code", "pause"]

FORMULA = re.compile(
    r"(?<!\d)(?:\$\$(?P<wide>(?:\\.|[^$\\]|\$(?!\$))+?)\$\$"
    r"|\$(?!\s)(?P<latex>(?:\\.|[^$\\])+?)(?<!\s)\$)(?!\d)",
    re.DOTALL,
)
"""A formula between dollars: no blank inside of them and no digit outside, so that prices stay."""
_CODE = r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
_ESCAPE = r"(?<!\\)(?P<pairs>(?:\\\\)+)(?=\\?[$`])|\\(?P<sign>[$`])"
_PIECE = re.compile(rf"{_ESCAPE}|{FORMULA.pattern}|{_CODE}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line that is written, and spoken, in one way.

    `text` is what captions show (the LaTeX source for `math`, the code for `code`, "" for a
    pause); `say` replaces it in speech; `seconds` is the length of a pause.
    """

    text: str
    kind: RunKind = "text"
    say: str | None = None
    emphasis: bool = False
    seconds: Fraction = Fraction(0)


class PlacedRun(NamedTuple):
    """A run and the characters `[start, end)` of the text that it was read from."""

    run: Run
    start: int
    end: int


def placed_runs(text: str) -> Iterator[PlacedRun]:
    r"""The runs of a text: `$formulas$`, `` `code` `` and the text between them.

    `\$` and `` \` `` are those signs themselves, each a run of its own; so are two backslashes one
    before them.
    """
    at = 0
    for match in _PIECE.finditer(text):
        if match.start() > at:
            yield PlacedRun(Run(text[at : match.start()]), at, match.start())
        yield PlacedRun(_special(match), *match.span())
        at = match.end()
    if at < len(text):
        yield PlacedRun(Run(text[at:]), at, len(text))


def _special(match: re.Match[str]) -> Run:
    if match["sign"]:
        return Run(match["sign"])
    if match["pairs"]:
        return Run(match["pairs"][::2])
    if match["code"]:
        code = re.sub(r"\s", " ", match["code"])
        padded = code[0] == code[-1] == " " and bool(code.strip())
        return Run(code[1:-1] if padded else code, "code")
    return Run((match["latex"] or match["wide"]).strip(), "math")


def written_runs(text: str) -> tuple[Run, ...]:
    """The runs of a text, as `placed_runs` reads them, no two of plain text side by side."""
    return tuple(_joined(placed.run for placed in placed_runs(text)))


def ranges_of(runs: Sequence[Run]) -> tuple[str, list[tuple[int, int]]]:
    """The runs as one text, formulas between dollars, and each run's range in it.

    There are single blanks in it, and none at its ends.
    """
    characters: list[str] = []
    ranges: list[tuple[int, int]] = []
    for run in runs:
        start = len(characters)
        for sign in f"${run.text}$" if run.kind == "math" else run.text:
            if not sign.isspace():
                characters.append(sign)
            elif characters and characters[-1] != " ":
                characters.append(" ")
        ranges.append((start, len(characters)))
    text = "".join(characters)
    stripped = len(text.rstrip(" "))
    return text[:stripped], [(min(a, stripped), min(b, stripped)) for a, b in ranges]


def flattened(runs: Sequence[Run]) -> str:
    """The runs as one text: `ranges_of` says how."""
    return ranges_of(runs)[0]


def shown_runs(runs: Sequence[Run]) -> tuple[Run, ...]:
    """What of a line is shown: its text, formulas and code, blanks as in the flattened text."""
    text, ranges = ranges_of(runs)
    pieces = (
        Run(text[a + 1 : b - 1] if run.kind == "math" else text[a:b], run.kind)
        for run, (a, b) in zip(runs, ranges, strict=True)
        if b > a
    )
    return tuple(_joined(pieces))


def _joined(runs: Iterable[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        if joined and run.kind == joined[-1].kind == "text":
            joined[-1] = Run(joined[-1].text + run.text)
        else:
            joined.append(run)
    return joined


def runs_as_json(runs: Sequence[Run]) -> list[dict[str, str]]:
    """What is shown of the runs, as plain data."""
    return [{"text": run.text, "kind": run.kind} for run in shown_runs(runs)]


def runs_in(line: Mapping[str, Any]) -> tuple[Run, ...]:
    """The `runs` of a line that is plain data, or what its `text` reads as where it has none.

    Lines were written without runs before. Raises KeyError or TypeError on anything else.
    """
    if "runs" in line:
        return tuple(_run_from(run) for run in line["runs"])
    text = str(line["text"])
    runs = written_runs(text)
    # What words are counted in stays: an escape or a backtick would be gone.
    return runs if flattened(runs) == text else (Run(text),)


def _run_from(data: Mapping[str, Any]) -> Run:
    text, kind = data["text"], data["kind"]
    if not isinstance(text, str) or kind not in ("text", "math", "code"):
        raise TypeError(f"{data!r} is no run")
    return Run(text, kind)
