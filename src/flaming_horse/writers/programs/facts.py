"""What can be read in a program, one fact after the other; `wording` puts them into words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a program does, or says of itself.

    `kind` names its wording, `names` are what stands there as code and `words` what stands there
    as text, each by its name in the wording. `first` and `last` are its lines, from 0. Of facts
    that do not all have room, those of more `weight` are told.
    """

    kind: str
    names: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    words: dict[str, str] = field(default_factory=dict[str, str])
    first: int = 0
    last: int = 0
    weight: int = 4


ALWAYS = 20
"""Weight of a fact that is told however many there are."""
COMMENT_WORDS = 28
"""Of one comment that is read aloud; a longer one explains more than it announces."""
_NO_WORDS = re.compile(
    r"copyright|licen[sc]e|spdx|all rights reserved|noqa|pylint|pragma|type:|todo\b|fixme|xxx\b"
    r"|hack\b|extra code|do not edit|auto-?generated|shellcheck|usage:"
    r"|eslint|@ts-|prettier|-\*-|%%|\+{3}|region\b|in \[\d|https?://|your code|@|\$|usr/bin|vim:",
    re.IGNORECASE,
)
"""Comments for tools, lawyers and whoever works on the program."""
_CODE_LIKE = re.compile(r"[=(){}\[\];<>|\\`]|\w\.\w+\.\w|::|->")
_OF_LANGUAGE = {
    "de": re.compile(r"[äöüß]|\b(?:der|die|das|und|ist|ein|eine|für|mit|wir|den|von|zu|im|nach)\b",
                     re.IGNORECASE),
    "es": re.compile(r"[áéíóúñ]|\b(?:el|la|los|las|de|un|una|para|con|que|del|y|en|por)\b",
                     re.IGNORECASE),
}  # fmt: skip
"""What betrays that a comment is in the document's own language, where that is not English."""


def comment_words(text: str, language: str) -> str:
    """A comment as a sentence to be spoken, in `language`; "" for one that is not for listeners."""
    text = " ".join(re.sub(r"^[\s#*=/!;<>~_-]+|[\s#*=~_-]+$", "", text).split())
    words = re.findall(r"[^\W\d_]{2,}", text)
    if len(words) < 2 or not 1 < len(text.split()) <= COMMENT_WORDS:
        return ""
    if _NO_WORDS.search(text) or len(_CODE_LIKE.findall(text)) > 1:
        return ""
    if any(ord(char) > 0x24F and char.isalpha() for char in text):
        return ""
    own = _OF_LANGUAGE.get(language[:2].lower())
    if own is not None and not own.search(text):
        return ""
    return as_sentence(
        re.sub(r"^(?:\(?\d+[.):]\s*|step \d+[.:]\s*)", "", text, flags=re.IGNORECASE)
    )


def as_sentence(text: str) -> str:
    """A text with a capital letter and a full stop, where it has none."""
    text = text.strip().rstrip(" :,;-")
    if not text:
        return ""
    first = re.match(r"[a-z]+(?=[\s,;:-]|$)", text)
    text = text[:1].upper() + text[1:] if first else text
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def first_sentence(text: str) -> str:
    """The first sentence of a docstring or of a comment; "" where it is too long to be heard."""
    paragraph = text.strip().split("\n\n")[0]
    match = re.match(r".+?[.!?](?=\s|$)", " ".join(paragraph.split()))
    sentence = match[0] if match else " ".join(paragraph.split())
    return sentence if 1 < len(sentence.split()) <= COMMENT_WORDS else ""
