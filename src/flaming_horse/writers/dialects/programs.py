"""What dialects write into their programs for a page alone: marks, hidden lines, options."""

from __future__ import annotations

import re
from collections.abc import Callable

from flaming_horse.writers.foreign import Block, LeftOut, Program

_MARK = re.compile(r"\s*(?://|#|--|;|%|/\*|<!--|\{/\*)\s*\[!code [^\]]*\]\s*(?:\*/\}?|-->)?\s*$")
_LIT = re.compile(r"^\s*(?://|#|--|/\*|<!--|\{/\*)\s*(?:highlight-(?:next-line|start|end)"
                  r"|(?:error|success)-(?:next-line|start|end)|prettier-ignore(?:-start|-end)?)"
                  r"\s*(?:\*/\}?|-->)?\s*$", re.MULTILINE)  # fmt: skip
_ANNOTATION = re.compile(r"[ \t]*(?:#|//|--|<!--|;)\s*\(\d+\)!?[ \t]*(?:-->)?[ \t]*$", re.MULTILINE)
_INCLUDED = re.compile(
    r"^\s*(?:\{\{\s*#\w+\s+(?P<file>[^}\s]+)[^}]*\}\}|-+8<-+\s*[\"'](?P<snippet>[^\"']+)[\"']"
    r"|<<<\s+(?P<code>\S+).*)\s*$",
    re.MULTILINE,
)
_OPTION = re.compile(r"^\s*(?:#|//|--|%%)\|\s?(?P<option>.*)$")


def language_of(info: str) -> str:
    """The language in the words of a fence, in whatever dialect: the class, or the first word."""
    inside = info.strip()
    if inside.startswith("{"):
        inside = inside.strip("{}")
        named = re.search(r"(?:^|\s)\.([\w+#-]+)", inside)
        inside = named[1] if named else inside
    word = re.split(r"[\s{,:=]", inside.strip().lstrip(". "), maxsplit=1)[0].rstrip("}")
    return "" if word.startswith(("#", "[")) else word


def without_marks(code: str) -> str:
    """A program without the marks that light its lines on a page, or number its notes."""
    lines = [_MARK.sub("", line) for line in code.split("\n")]
    unlit = "\n".join(lines)
    return _ANNOTATION.sub("", "\n".join(ln for ln in unlit.split("\n") if not _LIT.match(ln)))


def without_hidden(code: str) -> str:
    """A program in Rust without the lines that mdBook hides: they begin with `# `."""
    kept = [line for line in code.split("\n") if not re.match(r"\s*#(?:\s|$)(?!\[)", line)]
    return "\n".join(kept)


def with_included(code: str, text_of: Callable[[str], str | None]) -> str:
    """A program with what it takes from other files, where `text_of` them is known."""

    def written(match: re.Match[str]) -> str:
        text = text_of(_file_in(match))
        return match[0] if text is None else text

    return _INCLUDED.sub(written, code)


def _file_in(match: re.Match[str]) -> str:
    return match["file"] or match["snippet"] or match["code"] or ""


def with_notes(code: str, language: str, line: int) -> list[Block]:
    """A program; what it takes from other files is left out, and told."""
    included = list(_INCLUDED.finditer(code))
    rest = _INCLUDED.sub("", code)
    blocks: list[Block] = []
    if rest.strip():
        blocks.append(Program(rest, language, line))
    for match in included:
        file = _file_in(match)
        blocks.append(LeftOut(f"a program from another file ({file.rsplit('/', 1)[-1]})", line))
    return blocks


def options_of(code: str) -> tuple[dict[str, str], str]:
    """The options at the beginning of a cell (`#| echo: false`), and the rest of it."""
    options: dict[str, str] = {}
    lines = code.split("\n")
    while lines and (match := _OPTION.match(lines[0])):
        name, _, value = match["option"].partition(":")
        options[name.strip().lower()] = value.strip().strip("\"'")
        lines.pop(0)
    return options, "\n".join(lines)
