"""What a wish says about scenes: which it names, and whether it is about whole scenes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flaming_horse.errors import WrongInput

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
             "tenth", "eleventh", "twelfth")  # fmt: skip
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
              "eleven", "twelve")  # fmt: skip
_ONE = rf"(?:\d{{1,3}}|{'|'.join(_CARDINALS)})"
_JOINED = rf"{_ONE}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s*[-–]\s*|\s+to\s+){_ONE})*"  # noqa: RUF001
_SCENE = re.compile(rf"\bscene\s+(?:number\s+)?({_ONE})\b", re.IGNORECASE)
_SCENES = re.compile(rf"\bscenes\s+({_JOINED})\b", re.IGNORECASE)
_WHICH = rf"(?:\d{{1,3}}(?:st|nd|rd|th)|{'|'.join(_ORDINALS)}|last)"
_NTH = re.compile(
    rf"\b({_WHICH}(?:\s*,\s*(?:and\s+)?(?:the\s+)?{_WHICH}|\s+and\s+(?:the\s+)?{_WHICH})*)\s+scenes?\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:all(?: the| of the)?|every|each) scenes?\b|\bthe whole (?:film|script)\b",
                  re.IGNORECASE)  # fmt: skip
_REMOVE = re.compile(
    rf"^\W*(?:please\s+)?(?:remove|delete|drop|cut|leave out)\s+(?:out\s+)?(?:the\s+)?"
    rf"(?:scenes?\s+{_JOINED}|{_WHICH}\s+scene)\W*$",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:add|insert|write|create)\s+(?:(?:a|an|another|one|two|three|some|new|more|short|final)\s+"
    r")*scenes?\b|\b(?:move|swap|reorder|merge|join|split|exchange)\b[^.]{0,40}\bscenes?\b|"
    r"\b(?:remove|delete|drop|cut)\s+(?:the\s+)?(?:scenes?\b|"
    rf"{_WHICH}\s+scenes?\b)(?!['’]s)",  # noqa: RUF001 - an apostrophe as people type it
    re.IGNORECASE,
)


def removes_scenes(wish: str) -> bool:
    """Whether the wish is nothing but that scenes which it names be taken out."""
    return _REMOVE.search(" ".join(wish.split())) is not None


def refuse_whole_scenes(wish: str) -> None:
    """Raise WrongInput for a wish to add, join, split or move scenes."""
    if _WHOLE.search(wish):
        raise WrongInput(
            "scenes are not added, joined, split or moved by a wish for the script",
            remedy="Move the scenes in storyboard.md, or add a heading with a sentence there "
            "(## A title), and wish for what that scene is to say.\n"
            "  Or change plan.md, and create the film again.",
        )


def named_scenes(wish: str, titles: Sequence[str]) -> tuple[int, ...]:
    """The numbers of the scenes that a wish names, from 1 and in order; none for none.

    A scene is named by its number ("scene 2", "scenes 2 and 3", "the last scene") or by its
    title: in quotes, or of two words and more.

    Raises:
        WrongInput: there is no such scene.
    """
    found: set[int] = set()
    if _ALL.search(wish):
        found |= set(range(1, len(titles) + 1))
    for match in _SCENE.finditer(wish):
        found.add(_number(match[1]))
    for match in _SCENES.finditer(wish):
        found |= _range(match[1])
    for match in _NTH.finditer(wish):
        found |= {_nth(each, len(titles)) for each in re.findall(_WHICH, match[1].lower())}
    found |= {n for n, title in enumerate(titles, 1) if _says(wish, title)}
    wrong = sorted(number for number in found if not 1 <= number <= len(titles))
    if wrong:
        listed = "\n".join(f"    {n}. {title}" for n, title in enumerate(titles, 1))
        raise WrongInput(f"there is no scene {wrong[0]}", remedy=f"The scenes are:\n{listed}")
    return tuple(sorted(found))


def _says(wish: str, title: str) -> bool:
    plain = " ".join(title.split())
    if not plain:
        return False
    written = re.escape(plain)
    if re.search(rf"[\"“'‘]{written}[\"”'’]", wish, re.IGNORECASE):  # noqa: RUF001
        return True
    return " " in plain and bool(re.search(rf"(?<!\w){written}(?!\w)", wish, re.IGNORECASE))


def _number(word: str) -> int:
    lower = word.lower()
    return _CARDINALS.index(lower) + 1 if lower in _CARDINALS else int(lower)


def _range(joined: str) -> set[int]:
    found: set[int] = set()
    pieces = re.findall(rf"{_ONE}|[-–]|\bto\b", joined, re.IGNORECASE)  # noqa: RUF001
    before, through = 0, False
    for piece in pieces:
        if piece.lower() in ("-", "–", "to"):  # noqa: RUF001
            through = True
            continue
        number = _number(piece)
        found |= set(range(before, number + 1)) if through else {number}
        before, through = number, False
    return found


def _nth(word: str, scenes: int) -> int:
    if word == "last":
        return scenes
    return _ORDINALS.index(word) + 1 if word in _ORDINALS else int(word[:-2])
