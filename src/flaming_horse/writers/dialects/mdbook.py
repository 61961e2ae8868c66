"""Markdown of mdBook."""

from __future__ import annotations

from markdown_it import MarkdownIt

from flaming_horse.writers.dialects import tokens
from flaming_horse.writers.dialects.dialect import Dialect, Fenced, Inner
from flaming_horse.writers.dialects.lines import unread
from flaming_horse.writers.dialects.programs import language_of, with_notes, without_hidden
from flaming_horse.writers.dialects.signs import fence, line, program
from flaming_horse.writers.foreign import Block

_TITLE = r"\{\{\s*#title\b[^}]*\}\}"
_INCLUDE = r"\{\{\s*#\w+[^}]*\}\}"


def _everywhere(md: MarkdownIt) -> None:
    tokens.block(md, "mdbook_include", unread(_INCLUDE, "a part of another file"))
    tokens.block(md, "mdbook_title", unread(_TITLE))


def _program(fence: Fenced, inner: Inner) -> list[Block]:
    """A program without the lines that the book hides."""
    del inner
    language = language_of(fence.info)
    code = without_hidden(fence.text) if language == "rust" else fence.text
    return with_notes(code, language, fence.line)


MDBOOK = Dialect(
    everywhere=_everywhere,
    own_fence=_program,
    name="mdbook",
    called="Markdown of mdBook",
    signs=(
        program("programs from other files", r"\s*\{\{\s*#(?:rustdoc_)?\w+"),
        line("parts from other files", r"\s*\{\{\s*#(?:include|playground|title|quiz|rustdoc_)"),
        fence("programs of mdBook", r"rust,.*(?:editable|ignore|should_panic|no_run|compile_fail"
              r"|noplayground|hidelines|does_not_compile|edition\d+)"),
        fence("programs of mdBook", r"\w+,(?:editable|hidelines=|ignore)"),
    ),
)  # fmt: skip
