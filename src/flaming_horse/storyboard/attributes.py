"""Attributes in curly brackets: `{#rule at=left keep=yes}`, with the place of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flaming_horse.errors import Place
from flaming_horse.model.vocabulary import PLACES, ScreenPlace
from flaming_horse.storyboard.findings import Findings, nearest
from flaming_horse.storyboard.limits import LONGEST_ID
from flaming_horse.storyboard.source import Passage

IDENTIFIER = re.compile(r"[\w-]+")
_ITEM = re.compile(
    r"\s*(?:#(?P<id>[^\s{}\"=]+)|(?P<class>\.[^\s{}\"=]+)|%[^%}]*%?"
    r"|(?P<key>[\w:-]+)=(?:\"(?P<quoted>(?:[^\"\\]|\\.)*)\"|(?P<bare>[^\s{}\"]+)))",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute; `value_place` is where its value starts, inside any quotes."""

    name: str
    value: str
    place: Place
    value_place: Place


Attributes = Mapping[str, Attribute]


def parse_attributes(passage: Passage, start: int, findings: Findings) -> dict[str, Attribute]:
    """The attributes between the `{` at `start` and its `}`. The id is named `id`."""
    attributes: dict[str, Attribute] = {}
    content, at = passage.content, start + 1
    while True:
        match = _ITEM.match(content, at)
        if match is None:
            break
        at = match.end()
        if match["class"]:
            what = f"`{match['class']}` has no meaning in a storyboard"
            findings.add(passage.place(match.start("class")), what, "Give an id: {#name}.")
        attribute = _attribute(match, passage)
        if attribute is None:
            continue
        if attribute.name in attributes:
            findings.add(attribute.place, f"`{attribute.name}` is given twice")
        attributes[attribute.name] = attribute
    rest = content[at:].lstrip()
    if not rest.startswith("}"):
        where = passage.place(len(content) - len(rest))
        remedy = 'Attributes are written {#name at=left}, and {show="list.item(1)"} with quotes.'
        findings.add(where, "these attributes cannot be read from here on", remedy)
    return attributes


def _attribute(match: re.Match[str], passage: Passage) -> Attribute | None:
    for name in ("id", "quoted", "bare"):
        if match[name] is not None:
            key = match["key"] or "id"
            value = re.sub(r"\\(.)", r"\1", match[name]) if name == "quoted" else match[name]
            first = match.start("key") if match["key"] else match.start("id") - 1
            return Attribute(key, value, passage.place(first), passage.place(match.start(name)))
    return None


def check_names(
    attributes: Attributes, allowed: tuple[str, ...], of_what: str, findings: Findings
) -> None:
    """Find every attribute that `of_what` does not take, and ids that are no ids."""
    for attribute in attributes.values():
        if attribute.name not in allowed:
            shown = ["#id" if name == "id" else name for name in allowed]
            remedy = nearest(attribute.name, shown, listed=f"{of_what} takes")
            written = f"#{attribute.value}" if attribute.name == "id" else attribute.name
            findings.add(attribute.place, f"`{written}` is no attribute of {of_what}", remedy)
        elif attribute.name == "id" and not IDENTIFIER.fullmatch(attribute.value):
            what = f"`{attribute.value}` cannot be an id"
            remedy = "An id is made of letters, digits, `-` and `_`."
            findings.add(attribute.value_place, what, remedy)
        elif attribute.name == "id" and _is_long(attribute.value):
            what = f"the id `{attribute.value[:20]}…` is too long"
            remedy = f"{LONGEST_ID} letters, digits, `-` and `_` are the most: files bear its name."
            findings.add(attribute.value_place, what, remedy)


def _is_long(name: str) -> bool:
    return len(name) > LONGEST_ID or len(name.encode()) > 2 * LONGEST_ID


def place_named(attributes: Attributes, findings: Findings) -> ScreenPlace | None:
    """The value of `at=`: one of PLACES, or None when it is not given."""
    at = attributes.get("at")
    if at is None:
        return None
    if at.value not in PLACES:
        remedy = nearest(at.value, PLACES, listed="places")
        findings.add(at.value_place, f"`{at.value}` is no place on the screen", remedy)
        return None
    return at.value


def is_kept(attributes: Attributes, findings: Findings) -> bool:
    """The value of `keep=`: yes or no."""
    keep = attributes.get("keep")
    if keep is None:
        return False
    if keep.value not in {"yes", "no"}:
        findings.add(keep.value_place, f"`keep` is yes or no, not `{keep.value}`")
    return keep.value == "yes"
