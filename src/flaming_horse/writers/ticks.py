"""Ticks and crosses among words, as a speaker says them: "Windows: yes", "No.", "a tick"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flaming_horse.writers.pieces import Piece, Pieces, tidy
from flaming_horse.writers.sentences import flat

_SIGN = re.compile(r"[✓✗]")
_ARTICLE = re.compile(
    r"(?:^|[\s(“\"])(?:an?|the|with|by|as|of|ein|einem?|der|das|mit|una?|el|la|con)\s*[“\"'(]?$",
    re.IGNORECASE,
)
"""Words before a sign that is named, and answers nothing: "A ✓ means that it works"."""

_GOES_ON = re.compile(r"\s*(?:and|or|but|und|oder|aber|y|o|e|u|pero)\b|\s*\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Words:
    yes: str
    no: str
    tick: str
    cross: str


_WORDS: Mapping[str, _Words] = {
    "en": _Words("yes", "no", "tick", "cross"),
    "de": _Words("ja", "nein", "Haken", "Kreuz"),
    "es": _Words("sí", "no", "visto", "aspa"),
}


def answered(words: Pieces, language: str, *, after: int = 0) -> Pieces:
    """The words with what their ticks and crosses say; signs before the offset `after` stay.

    In a language without these words they stay, too.
    """
    known = _WORDS.get(language.split("-", maxsplit=1)[0])
    whole = flat(words)
    if known is None or not _SIGN.search(whole, after):
        return words
    found: list[Piece] = []
    at = 0
    for piece in words:
        text = piece.text
        if piece.kind == "text":
            offset = at
            text = _SIGN.sub(
                lambda match, offset=offset: (
                    _said(whole, offset + match.start(), known)
                    if offset + match.start() >= after
                    else match[0]
                ),
                text,
            )
        found.append(replace(piece, text=text))
        at += len(piece.text)
    mended = "\0".join(piece.text for piece in found)
    mended = re.sub(r"[ \u00a0]+(\0*)(?=: )", r"\1", mended)
    mended = re.sub(r"[ \u00a0]+(\0*)(?=[.,;:!?)](?!\w))", r"\1", mended)
    texts = mended.split("\0")
    return tidy(replace(p, text=text) for p, text in zip(found, texts, strict=True))


def _said(whole: str, at: int, known: _Words) -> str:
    before, after = whole[:at].rstrip(" \u00a0"), whole[at + 1 :]
    is_tick = whole[at] == "✓"
    if _ARTICLE.search(whole[:at].rstrip()):
        return known.tick if is_tick else known.cross
    answer = known.yes if is_tick else known.no
    closed = bool(re.match(r"\s*(?:[.,;:!?)]|$)", after))
    if not before or before[-1] in ".!?…":
        answer = answer[:1].upper() + answer[1:]
        return answer if closed and after.strip() else f"{answer}." if closed else f"{answer}:"
    answer += "" if closed or _GOES_ON.match(after) else ","
    if before[-1] in ":(,;–—-/|":  # noqa: RUF001
        return answer
    return f": {answer}"
