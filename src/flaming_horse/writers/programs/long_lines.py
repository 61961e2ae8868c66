"""Long lines of a program broken so that what stands there still runs."""

from __future__ import annotations

import re
from textwrap import wrap

from flaming_horse.writers.programs.shell_commands import SHELLS, is_command

CUT = " …"
_COMMENT = re.compile(
    r"(?P<code>(?:[^'\"#/]|/(?!/)|'[^']*'|\"[^\"]*\")*?)(?P<sign>(?:#|//) )(?P<words>.*)"
)
"""A line that is, or ends with, a comment; signs in quotes are none."""
_GOES_ON = {"powershell": " `", "ps1": " `", "pwsh": " `", "bat": " ^", "cmd": " ^", "batch": " ^",
            "doscon": " ^"}  # fmt: skip
_BACKSLASH = {"python", "py", "python3", "makefile", "make", "dockerfile", "docker", "c", "cpp"}
_FARTHEST = 40
"""Signs that a line's second row stands from the margin at most."""
PLAIN = {"", "text", "txt", "plain", "plaintext", "output", "markdown", "md"}


def broken(line: str, columns: int, language: str, most: int) -> list[str]:
    """A long line as up to `most` rows of so many signs, each but the first further in.

    A comment goes on behind its own sign, before the statement it stood behind, a command of a
    shell behind a backslash. Texts in quotes stay whole; a row without a place to break ends with
    an ellipsis.
    """
    if len(line) <= columns:
        return [line]
    comment = _COMMENT.fullmatch(line)
    if comment and language not in PLAIN:
        code, sign, words = comment["code"].rstrip(), comment["sign"], comment["words"]
        lead = " " * min(_FARTHEST, _indent(line)) + sign
        rows = wrap(words, columns, initial_indent=lead, subsequent_indent=lead)
        return [*rows, *(broken(code, columns, language, most) if code.strip() else [])][:most]
    if language in PLAIN and not is_command(line):
        inner = " " * min(_FARTHEST, _indent(line) + 4)
        rows = wrap(line, columns, subsequent_indent=inner, break_long_words=False,
                    break_on_hyphens=False)  # fmt: skip
    else:
        rows = _as_code(line, columns, language)
    return [_cut(row, columns) for row in rows][:most]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _cut(row: str, columns: int) -> str:
    return row if len(row) <= columns else row[: columns - len(CUT)].rstrip() + CUT


def _as_code(line: str, columns: int, language: str) -> list[str]:
    """Rows that end at blanks outside of quotes: inside of brackets where there are any."""
    inner = " " * min(_FARTHEST, _indent(line) + 4)
    shell = language in SHELLS or language in PLAIN
    rows: list[str] = []
    depth = 0
    while len(line) > columns:
        blanks, depths = _blanks(line, depth)
        room = columns - 2
        near = [at for at in blanks if _indent(line) < at <= room]
        within = [at for at in near if depths[at] and line[at - 1] in ",([{"]
        at = (within or near or [0])[-1]
        if not at:
            break
        free = shell or (language in _BACKSLASH and not depths[at])
        rows.append(line[:at].rstrip() + (_GOES_ON.get(language, " \\") if free else ""))
        depth = depths[at]
        line = inner + line[at:].strip()
    return [*rows, line]


def _blanks(line: str, depth: int) -> tuple[list[int], list[int]]:
    """Where the blanks outside of quotes stand, and how deep in brackets each sign is."""
    blanks: list[int] = []
    depths: list[int] = []
    quote = ""
    escaped = False
    for at, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote and not escaped else quote
        elif sign in "'\"" and not escaped:
            quote = sign
        elif sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth = max(0, depth - 1)
        elif sign == " " and line[:at].strip() and not escaped:
            blanks.append(at)
        escaped = sign == "\\" and not escaped
        depths.append(depth)
    return blanks, depths
