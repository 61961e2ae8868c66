"""Sentences of a shortened film that point at something that was left out of it."""

from __future__ import annotations

import re

from flaming_horse.writers.pieces import Pieces
from flaming_horse.writers.script import Say
from flaming_horse.writers.sentences import flat, joined, sentences

_TOLD = (
    r"(?:described|discussed|explained|shown|seen|saw|mentioned|defined|introduced|covered|listed"
    r"|given|derived)"
)
_THING = r"(?:graph|figure|plot|table|picture|chart|diagram|code|example|section|list|image)s?"
_BACK = re.compile(
    rf"\b{_TOLD} (?:\w+ )?(?:above|earlier|before|previously)\b|\b{_THING} above\b"
    rf"|\babove {_THING}\b"
    r"|\b(?:previous|last|preceding) (?:section|chapter|example|part)s?\b|\bfrom above\b"
    r"|\b(?:as|see|like) above\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    rf"\b{_TOLD} (?:\w+ )?(?:below|later|next)\b|\b{_THING} below\b"
    r"|\b(?:see|read|refer to)\b.*\bbelow\b"
    rf"|\b(?:next|following|later|coming) (?:few )?(?:sections?|chapters?|parts?|{_THING})\b"
    r"|\bappears? (?:in the \w+ )?below\b|\bas shown below\b",
    re.IGNORECASE,
)


def without_lost_references(say: Say, *, back: bool, ahead: bool) -> None:
    """Take out of a line the sentences that point back, or ahead, at what is not there any more.

    `back` and `ahead` tell what was left out beside it. One sentence stays at least, and a line
    whose words are marked stays as it is: what appears with them hangs on every word.
    """
    if say.marks or say.spots or say.shown is not None or say.opens:
        return
    parts = sentences(say.words)
    kept = [part for part in parts if not _points(part, back=back, ahead=ahead)]
    if kept and len(kept) < len(parts):
        say.words = joined(kept)


def _points(sentence: Pieces, *, back: bool, ahead: bool) -> bool:
    text = flat(sentence)
    return bool((back and _BACK.search(text)) or (ahead and _AHEAD.search(text)))
