"""The user's own settings: voice, programs and servers, which count for every project.

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
from flaming_horse_voice.prepare.pins import ENGINES
from flaming_horse_voice.toml_files import read_toml
from flaming_horse_voice.voice_settings import ENGINE_KEYS, OWN_KEYS

SETTINGS_VARIABLE = "FLAMING_HORSE_SETTINGS"
"""Another file in the place of the user's own; set to nothing, no file of the user's is read."""
_LIMIT = 1 << 20
_FORMAT = 1
_KNOWN = {"format", "voice", "llm"}
_VOICE = OWN_KEYS | frozenset(ENGINES)
_TABLE = re.compile(r"^\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")


def user_settings_file(environ: Mapping[str, str] | None = None) -> Path | None:
    """The user's own settings file, which need not exist; None where none is to be read."""
    named = (environ or {}).get(SETTINGS_VARIABLE, os.environ.get(SETTINGS_VARIABLE))
    if named is not None:
        return Path(named).expanduser() if named else None
    from platformdirs import user_config_path

    return Path(user_config_path("flaming-horse")) / "settings.toml"


def user_settings(environ: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """The user's own settings, by table; empty where there is no such file.

    `[voice]` holds OWN_KEYS; `[voice.mlx]` and `[voice.qwen]` what a project's tables of these
    names hold, `[llm]` what a project's does. Raises WrongInput for a file that cannot be read, or
    holds anything else.
    """
    file = user_settings_file(environ)
    if file is None:
        return {}
    try:
        table = read_toml(file)
    except FileNotFoundError:
        return {}
    unknown = [name for name in table if name not in _KNOWN]
    voice = _as_table(table.get("voice", {}), "voice", environ)
    unknown += [f"voice.{name}" for name in voice if name not in _VOICE]
    if unknown or table.get("format", _FORMAT) != _FORMAT:
        culprit = unknown[0] if unknown else f"format = {table['format']!r}"
        key = culprit.removeprefix("voice.")
        moved = f"write {key} under the engine that it is for, [voice.mlx] or [voice.qwen]"
        raise WrongInput(
            f"{file}: {culprit} is not known here",
            remedy=moved
            if key in ENGINE_KEYS
            else f"it holds [voice] with {', '.join(sorted(OWN_KEYS))}, [voice.mlx], [voice.qwen]"
            " and [llm]; all else belongs into a project's flaming-horse.toml",
        )
    return table


def engine_settings(engine: str, environ: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """What the user's own settings say of an engine; raises as `user_settings` does."""
    voice = user_settings(environ).get("voice", {})
    return _as_table(voice.get(engine, {}), f"voice.{engine}", environ)


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
