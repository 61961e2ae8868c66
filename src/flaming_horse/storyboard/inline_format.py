"""Runs and cues as Markdown again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flaming_horse.model.raised_text import with_scripts
from flaming_horse.model.storyboard import Line, Step, Target
from flaming_horse.model.vocabulary import VERBS
from flaming_horse_voice.runs import Run, shown_runs

_APART = "<!-- -->"
"""A comment says nothing and keeps two signs from being read as one."""


def escaped(text: str) -> str:
    """A text in which no sign means anything to Markdown."""
    has_scripts = with_scripts(text) != text
    text = re.sub(r"([\\`*\[\]{}<$])", r"\\\1", text)
    text = re.sub(r"(?<![^\W_])_|_(?![^\W_])", r"\\_", text)
    text = re.sub(r"([~^])", r"\\\1", text) if has_scripts else text
    return re.sub(r"&(?=#?\w+;)", r"\\&", text)


def escaped_start(markdown: str) -> str:
    """One paragraph's Markdown that begins no list, heading, quotation, rule or table."""
    markdown = re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", markdown)
    return re.sub(r"^([-+#>=~|:])", r"\\\1", markdown)


def attribute_value(value: str) -> str:
    """The value of an attribute, in quotes."""
    backslashed = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{backslashed}"'


def format_rich(rich: Any) -> str:
    """Rich text of a visual as Markdown."""
    if isinstance(rich, str):
        return escaped(rich)
    written = ""
    for run in rich:
        tag = "strong" if run["strong"] else "em" if run["emphasis"] else ""
        written = _append(written, _styled(run["text"], run["kind"], tag))
    return written


def format_words(runs: Sequence[Run]) -> str:
    """A heading's words: no emphasis, and no `#` that would end it."""
    written = ""
    for run in shown_runs(runs):
        piece = _styled(run.text, run.kind, "")
        written = _append(written, piece.replace("#", "\\#") if run.kind == "text" else piece)
    return written


def format_runs(line: Line) -> str:
    """A line's paragraph, with its cues."""
    spans = [*_say_spans(line.runs), *_cue_spans(line)]
    written = ""
    for number, run in enumerate(line.runs):
        for _ in (span for span in spans if span.first == number):
            written = _append(written, "[")
        piece = _pause(run.seconds) if run.kind == "pause" else _run(run)
        written = _append(written, piece)
        for span in reversed([span for span in _outer_first(spans) if span.end == number + 1]):
            written += f"]{{{' '.join(span.attributes)}}}"
    return escaped_start(written)


@dataclass(slots=True)
class _Span:
    first: int
    end: int
    attributes: list[str] = field(default_factory=list[str])
    depth: int = 0


def _outer_first(spans: Sequence[_Span]) -> list[_Span]:
    return sorted(spans, key=lambda span: (span.first, -span.end, -span.depth))


def _say_spans(runs: Sequence[Run]) -> list[_Span]:
    """Ranges that are said in one go: a run with `say`, and those after it that say nothing."""
    spans: list[_Span] = []
    for number, run in enumerate(runs):
        if run.say:
            spans.append(_Span(number, number + 1, [f"say={attribute_value(run.say)}"]))
        elif run.say == "" and spans:
            spans[-1].end = number + 1
    return spans


def _cue_spans(line: Line) -> list[_Span]:
    """One span for the cues of one range, or several inside one another for like actions."""
    spans: list[_Span] = []
    packed: dict[tuple[int, int], tuple[_Span, int]] = {}
    for cue in line.cues:
        bounds = (cue.first_run, cue.end_run)
        rank = VERBS.index(cue.action)
        span, last = packed.get(bounds, (None, -1))
        if span is None or rank <= last:
            span = _Span(*bounds, depth=1 if span is None else span.depth + 1)
            spans.append(span)
        marked = line.runs[cue.first_run : cue.end_run]
        targets = " ".join(_target(target, marked) for target in cue.targets)
        span.attributes.append(f"{cue.action}={attribute_value(targets)}")
        packed[bounds] = (span, rank)
    return spans


def format_target(target: Target) -> str:
    """A target as a cue writes it."""
    steps = [_step(step) for step in target.path]
    if target.latex is not None:
        steps.append(_step(Step("piece", (target.latex,))))
    return ".".join([target.visual, *steps])


def _target(target: Target, marked: Sequence[Run]) -> str:
    alone = [run.text for run in marked if run.text.strip()]
    formula = len(alone) == 1 and any(run.kind == "math" for run in marked)
    if formula and target.latex == alone[0]:
        return target.visual
    return format_target(target)


def _step(step: Step) -> str:
    if not step.arguments:
        return step.name
    return f"{step.name}({','.join(_argument(argument) for argument in step.arguments)})"


def _argument(argument: int | str) -> str:
    if isinstance(argument, int):
        return str(argument)
    return attribute_value(argument) if "'" in argument else f"'{argument}'"


def _pause(seconds: Fraction) -> str:
    short = repr(float(seconds))
    return f'[…]{{pause="{short if Fraction(short) == seconds else seconds}"}}'


def _run(run: Run) -> str:
    return _styled(run.text, run.kind, "em" if run.emphasis else "")


def _styled(text: str, kind: str, tag: str) -> str:
    if kind == "math":
        piece = f"${text}$"
    elif kind == "code":
        piece = _code(text)
    else:
        piece = escaped(text)
    if not tag:
        return piece
    if kind == "text" and text[:1].isalnum() and text[-1:].isalnum():
        sign = "**" if tag == "strong" else "*"
        return f"{sign}{piece}{sign}"
    return f"<{tag}>{piece}</{tag}>"


def _code(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * (longest + 1)
    tight = text.strip() and (text[0] in "` " or text[-1] in "` ")
    inner = f" {text} " if tight else text
    return f"{ticks}{inner}{ticks}"


def _append(written: str, piece: str) -> str:
    """The two, kept apart where their signs would run together."""
    end, start = written[-1:], piece[:1]
    runs_together = (end, start) in {("$", "$"), ("`", "`"), ("*", "*"), ("!", "[")} or (
        (end == "$" and start.isdigit()) or (end.isdigit() and start == "$")
    )
    return written + _APART + piece if runs_together else written + piece
