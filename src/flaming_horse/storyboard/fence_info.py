"""The info string of a fence: a visual of ours, a program, or neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from flaming_horse.storyboard.attributes import Attributes, parse_attributes
from flaming_horse.storyboard.findings import Findings, nearest
from flaming_horse.storyboard.source import Passage
from flaming_horse.visuals.code.kind import LANGUAGES
from flaming_horse.visuals.kinds import KINDS, PLANNED, written_as


@dataclass(frozen=True, slots=True)
class FenceInfo:
    """What a fence is. `named`: it is a visual of ours, asked for by its name."""

    kind: str
    attributes: Attributes
    language: str
    named: bool


def read_info(info: str, passage: Passage, findings: Findings) -> FenceInfo:
    """The kind, attributes and language in `info`; `passage` is the fence's first line.

    An unknown visual is a finding, and `unknown` its kind.
    """
    word = re.split(r"[\s{]", info, maxsplit=1)[0]
    at = passage.content.find(word) if word else 0
    brace = passage.content.find("{", at)
    looks_ours = brace >= 0 and bool(re.search(r"\{\s*#|\{[^}]*=", passage.content[brace:]))
    known = word in KINDS or word == "manim"
    program = written_as("program")
    attributes: Attributes = {}
    if brace >= 0 and (known or looks_ours):
        attributes = parse_attributes(passage, brace, findings)
    rest = info[len(word) :].strip()
    if known and rest and not rest.startswith("{"):
        what = f"`{rest}` is not expected after `{word}`"
        remedy = f"Attributes stand in curly brackets: ```{word} {{#name at=left}}."
        findings.add(passage.place(passage.content.find(rest, at)), what, remedy)
    if known:
        language = attributes["language"].value if "language" in attributes else ""
        kept = {name: value for name, value in attributes.items() if name != "language"}
        return FenceInfo(word, kept if word == program else attributes, language, named=True)
    if word in PLANNED:
        what = f"`{word}` is a visual that this version cannot draw yet"
        findings.add(passage.place(at), what, f"Visuals: {', '.join(KINDS)}.")
        return FenceInfo("unknown", attributes, "", named=True)
    if word.lower() not in LANGUAGES and (looks_ours or _nearly_ours(word)):
        remedy = nearest(word, KINDS, listed="visuals")
        if "Did you mean" not in remedy:
            remedy += " A program in another language: ```code {language=…}."
        findings.add(passage.place(max(at, 0)), f"there is no visual `{word}`", remedy)
        return FenceInfo("unknown", attributes, "", named=True)
    return FenceInfo(program, attributes, word, named=False)


def _nearly_ours(word: str) -> bool:
    kinds = [*KINDS, "manim"]
    return bool(get_close_matches(word.lower(), kinds, n=1, cutoff=0.8))
