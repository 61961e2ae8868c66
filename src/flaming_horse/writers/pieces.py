"""Words of a foreign document: pieces of one style, and what is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from flaming_horse_voice.runs import Run, flattened

PieceKind: TypeAlias = Literal["text", "math", "code"]

_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u2712\u2715\u2716\u2718-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d"
    "\u20e3\ue000-\uf8ff]+"
)
"""Pictures among the letters, which no font of ours has and no voice reads; ticks and crosses
stay."""
_TICKS = str.maketrans(
    {
        **dict.fromkeys("\u2705\u2611\u2714", "\u2713"),
        **dict.fromkeys("\u274c\u274e\u2716\u2715\u2718", "\u2717"),
    }
)
"""Ticks and crosses in colours and frames, as the signs that the fonts have: yes and no."""
_NAMED_TICKS = {":white_check_mark:": "\u2713", ":heavy_check_mark:": "\u2713", ":x:": "\u2717"}
_SHORTCODE = re.compile(r" ?(?<![\w:/]):(?:[a-z][a-z0-9_+-]*|[+-]1|100|1234):(?![\w:/])")
_ADDRESS = re.compile(r"(?:https?://(?:www\.)?|www\.)(?P<host>[\w-]+(?:\.[\w-]+)*)"
                      r"(?P<rest>[/?#:](?:[^\s<>\"]*[^\s<>\".,;:!?)\]])?)?")  # fmt: skip
_OWN_MACHINE = re.compile(r"localhost|127(?:\.\d+){3}|0\.0\.0\.0|[\w-]+\.localhost")
_PLACE_THERE = re.compile(r"(?::\d+)?(?:/[\w.-]+)*/?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_WHOLE_WORDS = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
_PHRASE = 8
"""Words. What is emphasised beyond is a paragraph in italics, not a stress."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one style; `link` when it stands in a link."""

    text: str
    kind: PieceKind = "text"
    emphasis: bool = False
    strong: bool = False
    link: bool = False

    @property
    def style(self) -> tuple[str, bool, bool]:
        return self.kind, self.emphasis, self.strong


Pieces: TypeAlias = tuple[Piece, ...]


def printable(text: str) -> str:
    """A text whose control characters are blanks; lines stay as they are."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean(text: str) -> str:
    """Text without emoji and control characters; ticks and crosses are signs of one kind."""
    return _EMOJI.sub("", _CONTROL.sub(" ", text).translate(_TICKS))


def readable(text: str) -> str:
    """`clean`, without `:emoji:` by name, and the address of a page as the name of its host.

    On one's own machine the port and the path are what matters: `127.0.0.1:8000/docs`.
    """
    text = _ADDRESS.sub(_short_address, text)
    for name, sign in _NAMED_TICKS.items():
        text = text.replace(name, sign)
    return clean(_SHORTCODE.sub("", text))


def _short_address(address: re.Match[str]) -> str:
    host, rest = address["host"], address["rest"] or ""
    there = _PLACE_THERE.match(rest) if _OWN_MACHINE.fullmatch(host) else None
    return f"{host}{there[0].rstrip('/')}" if there else host


def tidy(pieces: Iterable[Piece]) -> Pieces:
    """The same words with single blanks, none at the ends; neighbours of one style as one."""
    found: list[Piece] = []
    for piece in (part for whole in pieces for part in _cleanly_styled(whole)):
        text = " ".join(piece.text.split()) if piece.kind != "text" else piece.text
        text = re.sub(r"\s+", " ", text)
        if (found and found[-1].text.endswith(" ")) or not found:
            text = text.lstrip(" ")
        if not text:
            continue
        last = found[-1] if found else None
        if last and piece.kind == "text" and last.style == piece.style and last.link == piece.link:
            found[-1] = replace(last, text=last.text + text)
        else:
            found.append(replace(piece, text=text))
    while found and not found[-1].text.rstrip(" "):
        found.pop()
    if found:
        found[-1] = replace(found[-1], text=found[-1].text.rstrip(" "))
    return tuple(found)


def _cleanly_styled(piece: Piece) -> tuple[Piece, ...]:
    """The piece with its style on whole words alone, as it can be written in Markdown."""
    if not (piece.emphasis or piece.strong):
        return (piece,)
    bare = replace(piece, emphasis=False, strong=False)
    words = _WHOLE_WORDS.search(piece.text) if piece.kind == "text" else None
    if words is None or (piece.emphasis and not piece.strong and len(words[0].split()) > _PHRASE):
        return (bare,)
    return (
        replace(bare, text=piece.text[: words.start()]),
        replace(piece, text=words[0]),
        replace(bare, text=piece.text[words.end() :]),
    )


def plain(pieces: Iterable[Piece]) -> str:
    """The words alone; formulas between dollars."""
    return flattened([Run(piece.text, piece.kind) for piece in pieces])


def words_in(pieces: Iterable[Piece]) -> int:
    """How many words these are; a formula is one."""
    text = "".join("x" if piece.kind == "math" else piece.text for piece in pieces)
    return len(text.split())


def as_rich(pieces: Iterable[Piece]) -> list[dict[str, Any]]:
    """The words as a visual holds them."""
    return [
        {
            "text": piece.text,
            "kind": piece.kind,
            "emphasis": piece.emphasis and not piece.strong,
            "strong": piece.strong,
        }
        for piece in tidy(pieces)
    ]


def as_runs(pieces: Iterable[Piece]) -> tuple[Run, ...]:
    """The words as a line holds them, one run for each piece."""
    return tuple(
        Run(piece.text, piece.kind, emphasis=piece.emphasis or piece.strong) for piece in pieces
    )


_PLAIN = re.compile(
    r"(?:[a-z]+|(?:we|you|they|it|there|that|let|don)['\u2019][a-z]+)(?=[\s,;:-]|$)"
)


def capitalised(pieces: Pieces) -> Pieces:
    """The words with a capital letter at their beginning, where that is a plain word."""
    first = pieces[0] if pieces else None
    if first is None or first.kind != "text" or not _PLAIN.match(first.text):
        return pieces
    return (replace(first, text=first.text[:1].upper() + first.text[1:]), *pieces[1:])


def split_at(pieces: Sequence[Piece], offset: int) -> tuple[Pieces, Pieces]:
    """The pieces before and from an offset into their joined texts; only text is cut."""
    before: list[Piece] = []
    for number, piece in enumerate(pieces):
        if offset <= 0:
            return tuple(before), tuple(pieces[number:])
        if offset < len(piece.text):
            if piece.kind != "text":
                return (*before, piece), tuple(pieces[number + 1 :])
            left = replace(piece, text=piece.text[:offset])
            right = replace(piece, text=piece.text[offset:])
            return (*before, left), (right, *pieces[number + 1 :])
        before.append(piece)
        offset -= len(piece.text)
    return tuple(before), ()


def between(pieces: Sequence[Piece], begin: int, end: int) -> Pieces:
    """The pieces from one offset into their joined texts to another; only text is cut."""
    return split_at(split_at(pieces, end)[0], begin)[1]


def without(pieces: Pieces, spans: Iterable[tuple[int, int]]) -> Pieces:
    """The pieces without stretches of their joined texts, which are in order."""
    kept: list[Piece] = []
    taken = 0
    for begin, end in spans:
        kept += between(pieces, taken, begin)
        taken = end
    rest = sum(len(piece.text) for piece in pieces)
    return (*kept, *between(pieces, taken, rest)) if taken else pieces


def is_linked(pieces: Sequence[Piece], begin: int, end: int) -> bool:
    """Whether a stretch of the joined texts has letters or digits, and all of them in links."""
    signs = [(sign, piece.link) for piece in pieces for sign in piece.text][begin:end]
    letters = [link for sign, link in signs if sign.isalnum()]
    return bool(letters) and all(letters)
