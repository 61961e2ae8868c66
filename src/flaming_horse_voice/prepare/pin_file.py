"""Writing a table into flaming-horse.toml without touching what a person wrote around it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.files import write_atomically

_HEADER = re.compile(r"\s*\[")


def write_table(file: Path, name: str, table: Mapping[str, Any]) -> bool:
    """Put `[name]` with these values into a TOML file, in the place of an older one.

    Values are texts, or tables of texts, which are written inline. False when it said so already.
    Raises WrongInput when the file cannot hold it, which it never is half-way.
    """
    before = file.read_bytes().decode() if file.is_file() else ""
    lines = before.removesuffix("\n").split("\n") if before else []
    kept, at = _without(lines, name)
    written = [f"[{name}]", *(f"{key} = {_value(value)}" for key, value in table.items())]
    if at is None:
        gap = [""] if kept and kept[-1].strip() else []
        after = [*kept, *gap, *written]
    else:
        gap = [""] if at < len(kept) and kept[at].strip() else []
        after = [*kept[:at], *written, *gap, *kept[at:]]
    return _put(file, before, "\n".join(after) + "\n", name)


def _put(file: Path, before: str, text: str, name: str) -> bool:
    """Write the file if it is TOML with that table; False when nothing changes."""
    if text == before:
        return False
    try:
        read: Any = tomllib.loads(text)
        for part in re.findall(r"[^.\"]+|\"[^\"]*\"", name):
            read = read[part.strip('"')]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as bad:
        raise WrongInput(
            f"[{name}] cannot be added to {file}: {bad}",
            remedy="write voice as a table of its own, [voice], and prepare again",
        ) from bad
    write_atomically(file, text.encode())
    return True


def write_value(file: Path, table: str, key: str, value: str) -> bool:
    """Put `key = value` under `[table]`, in the place of an older one or of its commented default.

    False when it said so already. Raises WrongInput when the file cannot hold it.
    """
    before = file.read_bytes().decode() if file.is_file() else ""
    lines = before.removesuffix("\n").split("\n") if before else []
    written = f"{key} = {_value(value)}"
    header = next((n for n, row in enumerate(lines) if _names(row, table)), None)
    if header is None:
        return write_table(file, table, {key: value})
    own = re.compile(rf"\s*(#\s*)?{re.escape(key)}\s*=")
    ends = (n for n in range(header + 1, len(lines)) if _HEADER.match(lines[n]))
    rows = range(header + 1, next(ends, len(lines)))
    there = [n for n in rows if own.match(lines[n]) and not lines[n].lstrip().startswith("#")]
    at = next(iter(there or [n for n in rows if own.match(lines[n])]), None)
    if at is None:
        lines.insert(header + 1, written)
    else:
        _, mark, comment = lines[at].lstrip("# ").partition("#")
        lines[at] = f"{written}  #{comment}" if mark else written
    return _put(file, before, "\n".join(lines) + "\n", table)


def _names(row: str, table: str) -> bool:
    return bool(_HEADER.match(row)) and row.split("#", maxsplit=1)[0].strip() == f"[{table}]"


def _without(lines: list[str], name: str) -> tuple[list[str], int | None]:
    """The lines without that table, and where it stood."""
    kept: list[str] = []
    at: int | None = None
    inside = False
    for line in lines:
        if _HEADER.match(line):
            inside = _names(line, name)
            if inside:
                at = len(kept)
                continue
        if inside and line.strip() and not line.lstrip().startswith("#"):
            continue
        if inside and not line.strip() and at == len(kept):
            continue
        kept.append(line)
    return kept, at


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{json.dumps(k)} = {_value(v)}" for k, v in value.items())
        return "{ " + inner + " }"
    # JSON's escapes are TOML's, which also wants DEL escaped
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
