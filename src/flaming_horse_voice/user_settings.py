"""The user's own settings: programs and servers, which count for every project of theirs.

A project's file is shared, cloned and mailed; what stands in it about programs and servers counts
only in a project of one's own. This file belongs to the user alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.files import read_text
from flaming_horse_voice.toml_files import read_toml

SETTINGS_VARIABLE = "FLAMING_HORSE_SETTINGS"
"""Another file in the place of the user's own; set to nothing, no file of the user's is read."""
_LIMIT = 1 << 20
_FORMAT = 1
_KNOWN = {"format", "voice", "llm"}
_ENGINES = {"mlx", "qwen"}
_TABLE = re.compile(r"^\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")


def user_settings_file(environ: Mapping[str, str] | None = None) -> Path | None:
    """The user's own settings file, which need not exist; None where none is to be read."""
    named = (os.environ if environ is None else environ).get(SETTINGS_VARIABLE)
    if named is not None:
        return Path(named).expanduser() if named else None
    from platformdirs import user_config_path

    return Path(user_config_path("flaming-horse")) / "settings.toml"


def user_settings(environ: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """The user's own settings, by table; empty where there is no such file.

    `[voice.mlx]` and `[voice.qwen]` hold what a project's tables of these names hold, `[llm]` what
    a project's does. Raises WrongInput for a file that cannot be read, or holds anything else.
    """
    file = user_settings_file(environ)
    if file is None:
        return {}
    try:
        table = read_toml(file)
    except FileNotFoundError:
        return {}
    unknown = [name for name in table if name not in _KNOWN]
    voice = table.get("voice", {})
    if isinstance(voice, dict):
        names = cast("dict[str, Any]", voice)
        unknown += [f"voice.{name}" for name in names if name not in _ENGINES]
    if unknown or table.get("format", _FORMAT) != _FORMAT:
        told = f"[{unknown[0]}]" if unknown else f"format = {table['format']!r}"
        raise WrongInput(
            f"{file}: {told} is not known here",
            remedy="it holds [voice.mlx], [voice.qwen] and [llm]; all else belongs into a"
            " project's flaming-horse.toml",
        )
    return table


def engine_settings(engine: str, environ: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """What the user's own settings say of an engine; raises as `user_settings` does."""
    voice = user_settings(environ).get("voice", {})
    table = cast("Mapping[str, Any]", voice).get(engine, {}) if isinstance(voice, dict) else voice
    return _as_table(table, f"voice.{engine}", environ)


def model_settings(environ: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """What the user's own settings say of a language model; raises as `user_settings` does."""
    return _as_table(user_settings(environ).get("llm", {}), "llm", environ)


def line_of(file: Path, table: str, *keys: str) -> str:
    """`FILE:LINE` of the first of the keys under `[table]`; the file alone where none is found."""
    here = ""
    try:
        rows = read_text(file, _LIMIT).splitlines()
    except OSError:
        rows = []
    for number, row in enumerate(rows, 1):
        heading = _TABLE.match(row)
        if heading:
            here = re.sub(r"\s*\.\s*|[\"']", lambda m: "." if "." in m.group() else "", heading[1])
        for key in keys:
            full = re.escape(f"{table}.{key}")
            if (here == table and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", row)) or (
                not here and re.match(rf"\s*{full}\s*=", row)
            ):
                return f"{file}:{number}"
    return str(file)


def _as_table(
    table: object, name: str, environ: Mapping[str, str] | None = None
) -> Mapping[str, Any]:
    if isinstance(table, dict):
        return cast("Mapping[str, Any]", table)
    raise WrongInput(
        f"{user_settings_file(environ)}: {name} is {table!r}, not a table",
        remedy=f"write it as a heading: [{name}]",
    )
