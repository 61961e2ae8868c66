"""Names and signs of programs in a sentence: `snake_case`, `numpy.array`, `C++`, `x != y`."""

from __future__ import annotations

import re

from flaming_horse_voice.text import numbers
from flaming_horse_voice.text.letters import spelled
from flaming_horse_voice.text.name_parts import words_of
from flaming_horse_voice.text.rules import Rule, one_of, rule
from flaming_horse_voice.text.signs import FUNCTIONS

_NAMES = {
    "C++": "see plus plus",
    "C#": "see sharp",
    "F#": "eff sharp",
    ".NET": "dot net",
    "R&D": "ar and dee",
    "AT&T": "ay tee and tee",
    "Q&A": "cue and ay",
}
_OPERATORS = {
    "==": "equals equals",
    "===": "equals equals equals",
    "!=": "is not equal to",
    "<=": "is less than or equal to",
    ">=": "is greater than or equal to",
    "->": "to",
    "=>": "to",
    "<-": "from",
    ":=": "becomes",
    "+=": "plus equals",
    "-=": "minus equals",
    "&&": "and",
    "||": "or",
    "**": "to the power of",
}
_VERSIONED = (
    "Python|Node|Node\\.js|Java|Ubuntu|Debian|Fedora|macOS|Windows|iOS|Android|Django|Manim|PyTorch|"
    "TensorFlow|NumPy|CUDA|PHP|Perl|Ruby|Rust|Go|Swift|Kotlin|Linux|GCC|Clang|PostgreSQL|MySQL|"
    "[Vv]ersion|[Rr]elease|OpenGL|Vulkan|Lua|Julia|Scala|React|Angular|Vue|Qt|Blender|Git"
)


def _dotted(match: re.Match[str]) -> str:
    """`numpy.array`, `Node.js`: the first name keeps its capitals, the last may be a suffix."""
    first, *rest = match["name"].split(".")
    said = [_first_name(first)]
    said += [words_of(part) for part in rest]
    return " dot ".join(said)


def _first_name(name: str) -> str:
    if "_" in name or _is_humped(name):
        return words_of(name)
    return name if re.search("[aeiouyAEIOUY]", name) or len(name) > 3 else spelled(name)


def _is_humped(name: str) -> bool:
    return bool(re.search(r"[a-z][A-Z]", name))


def _called(name: str) -> str | None:
    """`print(x)`: the function's name; that of a function of maths is read there."""
    if name in FUNCTIONS:
        return None
    return words_of(name) if "_" in name or _is_humped(name) else name


def _parameters(match: re.Match[str]) -> str:
    """`Map<String, int>`: "of String, int"."""
    said = re.sub(r"\s*<\s*", " of ", match["inside"]).replace(">", "")
    return "of " + ", ".join(words_of(part) for part in said.split(",") if part.strip())


def _tag(match: re.Match[str]) -> str:
    """A tag or a placeholder, `<div>` or `<your name>`: what stands in it."""
    return f"{'closing ' if match['closing'] else ''}{words_of(match['tag'])}"


def _version(match: re.Match[str]) -> str:
    said = version(match["parts"])
    return f"version {said}" if match["v"] else said


def version(parts: str) -> str:
    """`"3.11"` → "three point eleven", `"22.04"` → "twenty-two point zero four"."""
    return " point ".join(
        numbers.number(part) if part.isdecimal() else part for part in parts.split(".")
    )


CODE: tuple[Rule, ...] = (
    rule(rf"(?<!\w)(?:{one_of(_NAMES)})(?!\w)", lambda m: _NAMES[m.group()]),
    rule(
        rf"(?<=\s)(?:{one_of(_OPERATORS)})(?=\s)|(?<=[\w)])(?:[!=<>]=)(?=[\w(])",
        lambda m: _OPERATORS[m.group()],
    ),
    rule(r"(?<=\w)\+\+(?!\w)", "plus plus"),
    rule(r"(?<=\w)(?:->|=>)(?=\w)", "to"),
    rule(r"(?<=[A-Za-z])<(?P<inside>[A-Za-z][\w\s,<>]*)>", _parameters),
    rule(r"(?<!\w)<(?P<closing>/)?(?P<tag>[A-Za-z][\w .:-]*)/?>", _tag),
    rule(
        r"(?<![\w-])--(?P<flag>[A-Za-z]\w*(?:-\w+)*)", lambda m: f"dash dash {words_of(m['flag'])}"
    ),
    rule(
        r"(?<![\w.])(?P<name>[A-Za-z]\w+(?:-\w+)*(?:\.(?:[a-z]\w*|[A-Z]{2,}))+(?:\.[A-Z]\w+)?)"
        r"(?![\w]|\.\w)(?:\(\))?",
        _dotted,
    ),
    rule(
        r"(?<!\w)_*(?P<name>[A-Za-z]{2,}\d*(?:_+[A-Za-z\d]+)+)_*(?!\w)",
        lambda m: words_of(m["name"]),
    ),
    rule(r"(?<!\w)_+(?P<name>[A-Za-z]{2,})_+(?!\w)", lambda m: words_of(m["name"])),
    rule(
        r"(?<!\w)(?P<name>[a-z]{2,}\d*(?:[A-Z][a-z\d]*)+|[A-Z][a-z]+(?:[A-Z][a-z]+){2,})(?!\w)",
        lambda m: words_of(m["name"]),
    ),
    rule(r"(?<!\w)(?P<name>[a-z]+)\((?P<plural>e?s)\)", lambda m: m["name"] + m["plural"]),
    rule(
        r"(?<!\w)(?P<name>[A-Za-z][A-Za-z0-9_]+)\((?=[^()\s]{0,30}\))", lambda m: _called(m["name"])
    ),
    rule(r"(?<!\w)#(?=[A-Za-z]\w)", "hashtag"),
)
VERSIONS: tuple[Rule, ...] = (
    rule(r"(?<!\w)(?P<v>[vV])(?P<parts>\d+(?:\.\d+)*)(?!\w)", _version),
    rule(r"(?<![\w.])(?P<v>)(?P<parts>\d+(?:\.\d+){2,})(?!\w)", _version),
    rule(
        rf"(?<!\w)(?P<software>{_VERSIONED})\s(?P<parts>\d+(?:\.\d+)+)(?!\w)",
        lambda m: f"{_named(m['software'])} {version(m['parts'])}",
    ),
)


def _named(software: str) -> str:
    return _dotted_name(software) if "." in software else software


def _dotted_name(name: str) -> str:
    first, *rest = name.split(".")
    return " dot ".join([first, *(words_of(part) for part in rest)])
