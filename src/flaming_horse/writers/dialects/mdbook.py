"""Markdown of mdBook."""

from __future__ import annotations

from flaming_horse.writers.dialects.dialect import Dialect
from flaming_horse.writers.dialects.signs import fence, line, program

MDBOOK = Dialect(
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
