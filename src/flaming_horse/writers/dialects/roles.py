"""The roles of MyST among words: {doc}`cranes`, {ref}`the quay <quay>`, {math}`a^2`."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

Read: TypeAlias = Literal["text", "code", "math", "reference", "left_out"]
_TITLED = re.compile(r"(?P<words>.+?)\s*<[^<>]*>", re.DOTALL)
_CODE = {"code", "samp", "file", "command", "option", "envvar", "program", "literal", "func",
         "class", "meth", "mod", "attr", "data", "exc", "obj", "const", "c", "cpp"}  # fmt: skip
_NUMBERED = {"eq": "the equation", "eqref": "the equation", "numref": "the figure",
             "prf:ref": "the theorem"}  # fmt: skip
"""A number that only the page has; what it is the number of is read."""
_TEXT = {"abbr", "term", "sub", "sup", "kbd", "guilabel", "menuselection", "emphasis", "strong",
         "underline", "download", "dfn", "subscript", "superscript", "u", "span"}  # fmt: skip
_PAGES = {"doc", "ref", "any", "external", "std:ref", "std:doc", "term"}


def read_role(name: str, content: str) -> tuple[Read, str]:
    """What a role is read as, and what is read; "left_out" with what it is in words."""
    name = name.lower()
    content = " ".join(content.split())
    titled = _TITLED.fullmatch(content)
    read: tuple[Read, str] = ("left_out", f"what only a page can show (`{name}`)")
    if name.startswith(("cite", "footcite")):
        read = "left_out", "references to literature"
    elif name == "math":
        read = "math", content
    elif titled:
        read = ("code" if _is_code(name) else "text"), titled["words"]
    elif name in _NUMBERED:
        read = "reference", _NUMBERED[name]
    elif name in _PAGES:
        read = "text", _as_words(content)
    elif _is_code(name):
        read = "code", content.lstrip("~!")
    elif name in _TEXT:
        read = "text", re.sub(r"\s*\(.*\)$", "", content) if name == "abbr" else content
    return read


def _is_code(name: str) -> bool:
    return name in _CODE or name.rsplit(":", 1)[-1] in _CODE


def _as_words(target: str) -> str:
    """The name of a page or a label as words: `guide/the-quay` is "the quay"."""
    last = target.rsplit("/", 1)[-1].rsplit(":", 1)[-1].removesuffix(".md").lstrip("~!")
    return re.sub(r"[-_]+", " ", last).strip()
