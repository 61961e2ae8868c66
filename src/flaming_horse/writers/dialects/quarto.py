"""Quarto and R Markdown."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from flaming_horse.writers.dialects import tokens
from flaming_horse.writers.dialects.dialect import Dialect, Fenced, Inner
from flaming_horse.writers.dialects.programs import options_of
from flaming_horse.writers.dialects.signs import fence, line, program, settings, words
from flaming_horse.writers.foreign import Block, Formula, LeftOut, Program

_CELL = re.compile(r"\{(?P<language>[A-Za-z]\w*)(?P<options>[\s,][^{}]*)?\}")
_REFERENCE = re.compile(
    r"@(?P<kind>fig|tbl|eq|sec|lst|thm|lem|def|exm|exr)-[\w-]*\w"
    r"|\\?@ref\((?:(?P<book>fig|tab|eq|thm|lem|def|exm|exr):)?[^()\s]*\)"
)
"""References of Quarto, and of bookdown: `\\@ref(fig:tides)`."""
_KINDS = {"fig": "the figure", "tbl": "the table", "tab": "the table",
          "eq": "the equation", "sec": "the section",
          "lst": "the program", "thm": "the theorem", "lem": "the lemma",
          "def": "the definition", "exm": "the example", "exr": "the exercise"}  # fmt: skip
_COMPUTED = re.compile(r"`(?:r|\{(?:r|python|julia|ojs)\})\s+[^`]+`")
_NO = {"false", "f", "no"}
_DIAGRAMS = {"mermaid"}


def _everywhere(md: MarkdownIt) -> None:
    tokens.inline(md, "quarto_reference", _reference)


def _syntax(md: MarkdownIt) -> None:
    tokens.inline(md, "computed", _computed, before="backticks")


def _reference(state: StateInline, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if match is None or re.search(r"[\w@]$", state.src[: state.pos]):
        return False
    if not silent:
        piece = state.push(tokens.PIECE, "", 0)
        kind = match["kind"] or match["book"] or "sec"
        piece.content, piece.info = _KINDS[kind], tokens.REFERENCE
    state.pos = match.end()
    return True


def _computed(state: StateInline, silent: bool) -> bool:
    match = _COMPUTED.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        value = state.push(tokens.LEFT_OUT, "", 0)
        value.content, value.info = "a value that a program computes", tokens.HOLE
    state.pos = match.end()
    return True


def _cell(fence: Fenced, inner: Inner) -> list[Block] | None:
    """A cell: its program without its options, where it is shown on the page."""
    del inner
    match = _CELL.fullmatch(fence.info)
    if match is None or match["language"].lower() in _DIAGRAMS:
        return None
    options, code = options_of(fence.text)
    for name, value in re.findall(r"([\w.]+)\s*=\s*([^,\s]+)", match["options"] or ""):
        options.setdefault(name.lower(), value)
    if {options.get(name, "").lower() for name in ("echo", "include")} & _NO:
        return [LeftOut("a cell that is hidden on the page", fence.line)]
    language = match["language"]
    if language.lower() == "math":
        return [Formula(code, fence.line)]
    return [Program(code, language.lower(), fence.line)]


QUARTO = Dialect(
    everywhere=_everywhere,
    syntax=_syntax,
    fence=_cell,
    name="quarto",
    called="Quarto or R Markdown",
    suffixes=(".qmd", ".rmd", ".rmarkdown"),
    signs=(
        fence("cells", r"\{(?:r|python|julia|ojs|bash|sql|mermaid|dot|stan|Rcpp|sas|stata)\b"
              r"[^}.#]*\}"),
        program("options of a cell", r"(?:#|//|--|%%)\|\s"),
        line("callouts", r":{3,}\s*\{[^{}]*\.(?:callout-|panel-tabset|column-|aside|incremental)"),
        words("references", r"(?<![\w@])@(?:fig|tbl|eq|sec|lst|thm)-[\w-]+"),
        words("references of bookdown", r"\\@ref\("),
        settings("settings of Quarto", "execute", "knitr", "editor", "code-fold", "filters"),
    ),
)  # fmt: skip
