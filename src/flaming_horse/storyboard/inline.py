"""From the inline content of Markdown to runs: of a line with its cues, or of text in a visual."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from flaming_horse.errors import Place
from flaming_horse.model.raised_text import lowered_form, raised_form, with_scripts
from flaming_horse.model.vocabulary import SPAN_ATTRIBUTES
from flaming_horse.storyboard.attributes import Attributes, parse_attributes
from flaming_horse.storyboard.findings import Findings
from flaming_horse.storyboard.limits import LONG_NUMBER, control_sign, name_of_sign
from flaming_horse.storyboard.source import Passage
from flaming_horse_voice.runs import Run, RunKind

_LEFTOVER = re.compile(
    r"\]\{|\{#|\{\s*(?:at|keep|from|scene|show|hide|highlight|mark|point|transform|move|zoom|set"
    r"|say|pause)\s*="
)
_TAG = re.compile(r"<(?P<closing>/)?(?P<name>[a-zA-Z]+)")
_SCRIPTS = {"sup": raised_form, "sub": lowered_form}
_EMPHATIC = {"em": 0, "i": 0, "strong": 1, "b": 1}


@dataclass(frozen=True, slots=True)
class InlinePiece:
    """A run of inline content with where it stands and how it is emphasised."""

    run: Run
    place: Place
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A bracketed span: `pieces[first:end]`, its attributes and its place."""

    first: int
    end: int
    attributes: Attributes
    place: Place


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """An image that stands in a paragraph."""

    file: str
    alt: str
    options: tuple[tuple[str, str], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class InlineContent:
    """The inline content of one block, in reading order; spans are listed as they close."""

    pieces: tuple[InlinePiece, ...]
    spans: tuple[Span, ...]
    pictures: tuple[InlinePicture, ...]


def read_inline(token: Token, passage: Passage, findings: Findings) -> InlineContent:
    """The runs, spans and pictures of an `inline` token whose content is `passage`'s."""
    return _Reader(passage, findings).read(token.children or [])


class _Reader:
    def __init__(self, passage: Passage, findings: Findings) -> None:
        self.passage = passage
        self.findings = findings
        self.pieces: list[InlinePiece] = []
        self.spans: list[Span] = []
        self.pictures: list[InlinePicture] = []
        self.open_spans: list[tuple[int, int]] = []
        self.emphasis = [0, 0]
        self.script = ""

    def read(self, tokens: list[Token]) -> InlineContent:
        for token in tokens:
            self._token(token)
        return InlineContent(tuple(self.pieces), tuple(self.spans), tuple(self.pictures))

    def _token(self, token: Token) -> None:
        at = int(token.meta.get("at", 0))
        match token.type:
            case "text":
                self._look_for_leftovers(token.content, at)
                self._add("text", token.content, at)
            case "text_special":
                self._add("text", token.content, at)
            case "softbreak" | "hardbreak":
                self._add("text", " ", at)
            case "image":
                self._picture(token, at)
            case "html_inline":
                self._html(token.content, at)
            case "span_open":
                self.open_spans.append((len(self.pieces), at - 1))
            case "span_close":
                self._close_span(at)
            case _:
                self._styled(token, at)

    def _styled(self, token: Token, at: int) -> None:
        match token.type:
            case "code_inline":
                self._add("code", token.content, at)
            case "math_inline" | "math_inline_double":
                self._add("math", token.content, at)
            case "em_open" | "em_close":
                self.emphasis[0] += token.nesting
            case "strong_open" | "strong_close":
                self.emphasis[1] += token.nesting
            case _:
                # Links are spoken as their text; their ends say nothing.
                pass

    def _add(self, kind: RunKind, text: str, at: int) -> None:
        if (unseen := control_sign(text)) >= 0:
            # From an entity, as &#27; : the source itself has none.
            what = f"this is an unseen control character ({name_of_sign(text[unseen])})"
            self.findings.add(self.passage.place(at), what, "Take it out.")
            return
        if number := LONG_NUMBER.search(text):
            what = "a number of more than 300 digits begins here"
            place = self.passage.place(at + number.start())
            self.findings.add(place, what, "Say how many digits it has.")
        if kind == "text":
            text = _SCRIPTS[self.script](text) if self.script else with_scripts(text)
        run = Run(text, kind, emphasis=any(self.emphasis))
        self.pieces.append(InlinePiece(run, self.passage.place(at), strong=self.emphasis[1] > 0))

    def _look_for_leftovers(self, text: str, at: int) -> None:
        for match in _LEFTOVER.finditer(text):
            leftover_at = self.passage.content.find(match[0], max(0, at - 1))
            start = leftover_at if leftover_at >= 0 else at
            what = f"`{match[0]}` begins attributes that cannot be read"
            if match[0] == "]{" or match[0].strip("{= \t\n") in SPAN_ATTRIBUTES:
                remedy = (
                    'A cue is written [words]{highlight="rule.sum"}: square brackets around the'
                    " words, then curly ones, with no blank between them."
                )
            else:
                remedy = (
                    "Attributes of a block stand alone on the line before it, after a blank line:"
                    " {#name at=left}."
                )
            remedy += " To say a bracket itself, write \\{ or put it in `code`."
            self.findings.add(self.passage.place(start), what, remedy)

    def _close_span(self, at: int) -> None:
        first, start = self.open_spans.pop()
        attributes = parse_attributes(self.passage, at + 1, self.findings)
        place = self.passage.place(start)
        self.spans.append(Span(first, len(self.pieces), attributes, place))

    def _picture(self, token: Token, at: int) -> None:
        options = tuple(
            (name, str(value))
            for name, value in token.attrs.items()
            if name not in {"src", "alt", "title"}
        )
        file = str(token.attrs.get("src", ""))
        self.pictures.append(InlinePicture(file, token.content, options, self.passage.place(at)))

    def _html(self, tag: str, at: int) -> None:
        match = _TAG.match(tag)
        if match is None:
            return
        name = match["name"].lower()
        if name in _EMPHATIC:
            depth = self.emphasis[_EMPHATIC[name]] + (-1 if match["closing"] else 1)
            self.emphasis[_EMPHATIC[name]] = max(0, depth)
        elif name in _SCRIPTS:
            self.script = "" if match["closing"] else name
        elif name == "br":
            self._add("text", " ", at)


def settle(
    runs: list[Run], bounds: list[tuple[int, int]]
) -> tuple[list[Run], list[tuple[int, int]]]:
    """The same runs with single blanks, none at the ends, and no two of one style side by side.

    `bounds` are half-open ranges of runs that must stay apart; they are given back as ranges of
    the new runs.
    """
    spaced = _single_blanks(runs)
    walls = {edge for bound in bounds for edge in bound}
    new: list[Run] = []
    index: list[int] = []
    # A wall belongs between runs; `sealed` remembers one that empty runs were dropped after.
    sealed = True
    for number, run in enumerate(spaced):
        sealed = sealed or number in walls
        empty = run.kind != "pause" and not run.text and run.say is None
        joins = not empty and not sealed and _joins(new[-1], run)
        index.append(len(new))
        if joins:
            new[-1] = replace(new[-1], text=new[-1].text + run.text)
        elif not empty:
            new.append(run)
            sealed = False
    index.append(len(new))
    return new, [(index[first], index[end]) for first, end in bounds]


def _joins(left: Run, right: Run) -> bool:
    plain = left.kind == right.kind == "text" and left.say is None and right.say is None
    return plain and left.emphasis == right.emphasis


def _single_blanks(runs: list[Run]) -> list[Run]:
    spaced: list[Run] = []
    after_blank = True
    for run in runs:
        text = re.sub(r"\s+", " ", run.text)
        if run.kind == "math":
            text = text.strip()
        elif after_blank and text.startswith(" "):
            text = text[1:]
        if text:
            after_blank = text.endswith(" ")
        spaced.append(replace(run, text=text))
    for number in range(len(spaced) - 1, -1, -1):
        run = spaced[number]
        spaced[number] = replace(run, text=run.text.rstrip(" "))
        if spaced[number].text:
            break
    return spaced


def rich(inline: InlineContent) -> list[dict[str, Any]]:
    """The text of a visual as plain data: runs of text, math or code with their emphasis."""
    pieces = inline.pieces
    spaced = _single_blanks([piece.run for piece in pieces])
    runs: list[dict[str, Any]] = []
    for piece, run in zip(pieces, spaced, strict=True):
        if not run.text:
            continue
        style = {
            "kind": run.kind,
            "emphasis": run.emphasis and not piece.strong,
            "strong": piece.strong,
        }
        last = runs[-1] if runs else None
        if last and run.kind == "text" and {**last, "text": ""} == {"text": "", **style}:
            last["text"] += run.text
        else:
            runs.append({"text": run.text, **style})
    return runs


def text_run(text: str) -> dict[str, Any]:
    """A plain run of rich text."""
    return {"text": text, "kind": "text", "emphasis": False, "strong": False}


def joined(left: list[dict[str, Any]], right: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two texts with a blank between them, runs of one style as one."""
    if not left or left[-1]["text"].endswith(" "):
        parts = [*left, *right]
    else:
        parts = [*left, text_run(" "), *right]
    merged: list[dict[str, Any]] = parts[:1]
    for _, run in pairwise(parts):
        last = merged[-1]
        if run["kind"] == "text" and {**run, "text": ""} == {**last, "text": ""}:
            merged[-1] = {**last, "text": last["text"] + run["text"]}
        else:
            merged.append(run)
    return merged
