"""Settings files in TOML, read: regular files of a size that is said."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from flaming_horse_voice.files import Unreadable, read_text

LARGEST_TOML = 1 << 20
"""Bytes. 30,000 pronunciations fit into it."""


def read_toml(file: Path) -> dict[str, Any]:
    """The table in a TOML file. Raises FileNotFoundError, or Unreadable for what is no such file.

    A file that is nested by the thousand is none, either.
    """
    text = read_text(file, LARGEST_TOML)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as bad:
        what, remedy = f"{file} is not valid TOML: {bad}", "Mend the line it names."
        raise Unreadable(what, remedy=remedy) from bad
    except (RecursionError, ValueError) as bad:
        raise Unreadable(f"{file} is not valid TOML that can be used: {bad}") from bad
