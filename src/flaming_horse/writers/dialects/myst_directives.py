"""The directives of MyST, fences with a name in curly brackets, as blocks."""

from __future__ import annotations

import re

from flaming_horse.writers.dialects.dialect import Fenced, Inner
from flaming_horse.writers.dialects.notes import is_note
from flaming_horse.writers.foreign import (
    Block,
    Formula,
    LeftOut,
    Picture,
    Program,
    Quote,
    Words,
)
from flaming_horse.writers.foreign_boxes import note, tabs
from flaming_horse.writers.pieces import Pieces

_NAME = re.compile(r"\{(?P<name>[A-Za-z][\w:+.-]*)\}\s*(?P<argument>.*)")
_OPTION = re.compile(r":(?P<name>[\w-]+):(?:\s+(?P<value>.*))?\s*")
_CODE = {"code", "code-block", "sourcecode", "code-cell", "parsed-literal", "doctest"}
_PLAIN = {"container", "div", "card", "grid", "grid-item", "grid-item-card", "margin", "aside",
          "rst-class", "only", "centered", "pull-quote", "card-carousel", "tab-set", "compound",
          "highlights", "table"}  # fmt: skip
_UNSEEN = {
    "toctree": "a table of contents", "contents": "a table of contents", "index": "",
    "tableofcontents": "a table of contents", "bibliography": "references", "highlight": "",
    "footbibliography": "references", "include": "a part of another file", "meta": "",
    "literalinclude": "a program from another file", "raw": "what only a page can show",
    "iframe": "what only a page can show", "video": "a video", "youtube": "a video",
    "embed": "a part of another page", "sectionauthor": "", "currentmodule": "", "module": "",
    "glue:figure": "a result of another page",
}  # fmt: skip
_OF_A_PAGE = {"eval-rst", "list-table", "csv-table", "todolist", "plot", "graphviz", "gallery",
              "digraph", "graph", "productionlist", "deflist", "button-link", "button-ref",
              "bokeh-plot", "jupyter-execute", "tikz", "diagram"}  # fmt: skip


def directive(fence: Fenced, inner: Inner) -> list[Block] | None:
    """The blocks of a directive; None for a fence that is none."""
    match = _NAME.fullmatch(fence.info)
    if match is None:
        return None
    name, argument = match["name"].lower(), match["argument"].strip()
    options, body, skipped = _options(fence.text)
    line = fence.line + 1 + skipped
    if name in {"figure", "image"}:
        return _figure(argument, options, inner(body, line), fence.line)
    if name == "math":
        latex = "\n".join(part for part in (argument, body.strip()) if part)
        return [Formula(latex, fence.line)]
    if name in _CODE or name in {"ipython", "ipython3"}:
        return _program(argument, options, body, fence.line)
    if name in _UNSEEN:
        return [LeftOut(_UNSEEN[name], fence.line)] if _UNSEEN[name] else []
    return _box(name, argument, inner(body, line), inner, fence.line)


def _box(
    name: str, argument: str, blocks: list[Block], inner: Inner, line: int
) -> list[Block] | None:
    titled = name not in _PLAIN or name in {"card", "grid-item-card"}
    title = _words(argument, inner, line) if titled else ()
    found: list[Block] | None = None
    if name in {"epigraph", "blockquote"}:
        found = [Quote(_paragraphs(blocks), line)]
    elif name == "tab-item":
        found = tabs([(title, blocks)], line)
    elif is_note(name) or name in _PLAIN:
        found = note(name if is_note(name) else "", title, blocks, line)
    elif name in {"rubric", "glossary"}:
        found = [Words(title, line), *blocks] if title else blocks
    elif name in _OF_A_PAGE or name.startswith(("auto", "py:", "glue")):
        found = [LeftOut(f"what only a page can show (`{name}`)", line)]
    return found


def _options(text: str) -> tuple[dict[str, str], str, int]:
    """The options of a directive, its body, and how many lines stand before that."""
    lines = text.split("\n")
    options: dict[str, str] = {}
    at = 0
    if lines and lines[0].strip() == "---":
        closing = next((n for n, ln in enumerate(lines[1:], 1) if ln.strip() == "---"), 0)
        for line in lines[1:closing]:
            name, _, value = line.partition(":")
            options[name.strip()] = value.strip()
        at = closing + 1 if closing else 0
    else:
        while at < len(lines) and (match := _OPTION.fullmatch(lines[at])):
            options[match["name"]] = (match["value"] or "").strip()
            at += 1
    return options, "\n".join(lines[at:]), at


def _figure(file: str, options: dict[str, str], caption: list[Block], line: int) -> list[Block]:
    return [Picture(file, options.get("alt", ""), line), *caption]


def _program(language: str, options: dict[str, str], code: str, line: int) -> list[Block]:
    tags = options.get("tags", "")
    if re.search(r"\b(?:remove|hide)-(?:cell|input)\b", tags):
        return [LeftOut("a cell that is hidden on the page", line)]
    word = (language.split() or [""])[0]
    return [Program(code, {"ipython3": "python", "ipython": "python"}.get(word, word), line)]


def _paragraphs(blocks: list[Block]) -> tuple[Pieces, ...]:
    return tuple(block.words for block in blocks if isinstance(block, Words))


def _words(text: str, inner: Inner, line: int) -> Pieces:
    """A title: the words of the first paragraph that it is."""
    found = _paragraphs(inner(text, line)) if text else ()
    return found[0] if found else ()
