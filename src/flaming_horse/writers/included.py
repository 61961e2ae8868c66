"""Programs that a document takes from other files of its repository."""

from __future__ import annotations

import re
from pathlib import Path

from flaming_horse.writers.picture_places import file_of_name

LARGEST = 400_000
"""Bytes. A program that is shown in part is no data."""
_ANCHOR = re.compile(r"ANCHOR(?:_END)?:|--8<-- \[(?:start|end):|#(?:end)?region\b")
_NAMED = re.compile(
    r"(?P<file>[^\s:#{]+)(?:(?::|#)(?P<anchor>[A-Za-z_][\w-]*)|:(?P<first>\d*):?(?P<last>\d*))?"
    r"(?:\{[^}]*\})?(?:\s*\[[^\]]*\])?"
)


def included(name: str, folder: Path) -> str | None:
    """The text that a name such as `../src/main.rs:fire` or `main.rs:3:9` stands for.

    None where there is no such file in the document's repository, or no such part of it.
    """
    match = _NAMED.fullmatch(name.strip())
    file = file_of_name(match["file"].removeprefix("@/"), folder) if match else None
    if match is None or file is None:
        return None
    try:
        if file.stat().st_size > LARGEST:
            return None
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    if match["anchor"]:
        found = _between(lines, match["anchor"])
        if found is None:
            return None
        lines = found
    elif match["first"] or match["last"]:
        first = max(1, int(match["first"] or 1))
        single = match["first"] and not match["last"] and name.count(":") == 1
        last = first if single else int(match["last"] or len(lines))
        lines = lines[first - 1 : last]
    return "\n".join(line for line in lines if not _ANCHOR.search(line))


def _between(lines: list[str], anchor: str) -> list[str] | None:
    """The lines between the marks of an anchor, or of a region of that name."""
    name = re.escape(anchor)
    opens = re.compile(rf"ANCHOR:\s*{name}\b|\[start:{name}\]|#region\s+{name}\b")
    closes = re.compile(rf"ANCHOR_END:\s*{name}\b|\[end:{name}\]|#endregion(?:\s+{name}\b|\s*$)")
    first = next((n for n, line in enumerate(lines) if opens.search(line)), None)
    if first is None:
        return None
    rest = range(first + 1, len(lines))
    last = next((n for n in rest if closes.search(lines[n])), len(lines))
    return lines[first + 1 : last]
