"""What of a document nobody would say: licences, rows of links, text that fills a template."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from flaming_horse.writers import foreign
from flaming_horse.writers.pieces import Pieces, plain

_LICENCE = re.compile(
    "without warranty of any kind|permission is hereby granted|licensed under the apache license"
    "|redistribution and use in source and binary forms",
    re.IGNORECASE,
)
_LONGEST_ADDRESS = 200
_ADDRESS_ALONE = re.compile(
    r"(?:(?:\S+\s){0,3}\S*:\s*)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?", re.IGNORECASE
)
"""An address, perhaps with what it is the address of before it: "Documentation: typer.dev"."""
ROW_OF_LINKS = "a row of links"
_NAME_OF_LINK = 3
"""Words of a box before its only link that name what it leads to."""
_WRITTEN_BY = re.compile(
    r"(?:original(?:ly)? |first )?(?:content |text |notebook |page |slides )?(?:was )?"
    r"(?:(?:and )?(?:created|written|edited|ported|adapted|translated|compiled|maintained),? )+"
    r"(?:(?:in|for|to) [^.!?:]{2,40} )?by [^.!?:]{2,100}\.?",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"[*\u2020\u2021]{1,3}\s*[^\W\d_]")
FILLER = "text that only fills a template"
_LATIN = re.compile(
    r"\b(?:lorem ipsum|dolor sit amet|consectetu?er adipiscing|sociis natoque|nam euismod"
    r"|fusce (?:suscipit|commodo))\b",
    re.IGNORECASE,
)
_OFTEN, _SHARE = 4, 0.66
"""How often one word comes in a text that says nothing else, and its share of the words."""


def is_filler(text: str) -> bool:
    """Whether a text only fills the place of one: "Lorem ipsum dolor", "bla bla bla"."""
    if _LATIN.search(text):
        return True
    words = [] if re.search(r"[\d$=\\]", text) else re.findall(r"\w+", text.lower())
    most = max(Counter(words).values(), default=0)
    alone = most == len(words) == _OFTEN - 1
    return alone or (most >= _OFTEN and most >= _SHARE * len(words))


def not_for_speech(words: Pieces) -> str:
    """Why a paragraph is not read aloud, in words; "" for one that is."""
    text = plain(words)
    if not re.search(r"\w", text):
        return "a paragraph without words"
    if is_filler(text):
        return FILLER
    for what, found in (
        ("a footnote", _FOOTNOTE.match(text)),
        ("the text of a licence", _LICENCE.search(text)),
        ("a line about who wrote it", _WRITTEN_BY.fullmatch(text)),
    ):
        if found:
            return what
    linked = [piece for piece in words if piece.link]
    others = re.findall(r"\w+", plain(piece for piece in words if not piece.link))
    if linked and (not others or (len(linked) > 1 and len(others) <= len(linked))):
        return ROW_OF_LINKS
    alone = len(text) <= _LONGEST_ADDRESS and _ADDRESS_ALONE.fullmatch(text)
    return "an address" if alone else ""


def is_pointer(words: Pieces) -> bool:
    """Whether a box has only a name and a link: "API documentation: pkg.field"."""
    others = re.findall(r"\w+", plain(piece for piece in words if not piece.link))
    alone = any(piece.link for piece in words) and len(others) <= _NAME_OF_LINK
    return alone or not_for_speech(words) == ROW_OF_LINKS


def is_link(item: foreign.Item) -> bool:
    """Whether an item is nothing but where something stands on the network."""
    parts: Sequence[Pieces] = [words for words in (item.words, *item.inner) if words]
    return all(not_for_speech(words) in {ROW_OF_LINKS, "an address"} for words in parts)
