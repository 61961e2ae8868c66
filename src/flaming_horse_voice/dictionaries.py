"""Pronunciation dictionaries: the user's own, the project's, and what a film says itself.

The user's is a file of their own with the same `[pronounce]` table as a project's settings file.
Later wins: the user's, the project's, the front matter's (or the argument of a speech service).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.text.pronouncing import said_of
from flaming_horse_voice.toml_files import read_toml
from flaming_horse_voice.voice_settings import FILE

USER_VARIABLE = "FLAMING_HORSE_PRONOUNCE"
"""Another file in the place of the user's own; set to nothing, no file of the user's is read."""
TABLE = "pronounce"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Dictionary:
    """How words are said, and for each where that stands: a file's path, or "front matter"."""

    entries: Mapping[str, str] = field(default_factory=dict[str, str])
    origins: Mapping[str, str] = field(default_factory=dict[str, str])


def pronunciations(
    settings: Mapping[str, Any],
    film: Mapping[str, str] | None = None,
    environ: Mapping[str, str] | None = None,
    *,
    film_origin: str = "front matter",
) -> Dictionary:
    """The dictionary in force; `settings` is the content of flaming-horse.toml.

    Raises WrongInput for an entry that cannot be used, with its file and its key.
    """
    user = user_file(os.environ if environ is None else environ)
    layers = (
        (str(user), _user_entries(user) if user else {}),
        (FILE, entries_of(settings.get(TABLE, {}), FILE)),
        (film_origin, entries_of(film or {}, film_origin)),
    )
    entries: dict[str, str] = {}
    origins: dict[str, str] = {}
    for origin, layer in layers:
        entries |= layer
        origins |= dict.fromkeys(layer, origin)
    return Dictionary(entries, origins)


def user_file(environ: Mapping[str, str]) -> Path | None:
    """The user's own dictionary; None where there is none. It need not exist unless it is named."""
    named = environ.get(USER_VARIABLE)
    if named is not None:
        return Path(named).expanduser() if named else None
    from platformdirs import user_config_path

    file = Path(user_config_path("flaming-horse")) / "pronounce.toml"
    return file if file.is_file() else None


def entries_of(table: object, where: str) -> dict[str, str]:
    """The entries of a `pronounce` table that stands in `where`.

    Raises WrongInput for one that is no text, is empty, or has phonemes for more than one word.
    """
    if not isinstance(table, Mapping):
        raise WrongInput(
            f"{where}: {TABLE} is {table!r}, not a table",
            remedy=f'write it as a heading: [{TABLE}], and under it: Euler = "oiler"',
        )
    entries: dict[str, str] = {}
    for written, spoken in cast("Mapping[str, object]", table).items():
        if not written.strip() or not isinstance(spoken, str) or not spoken.strip():
            raise WrongInput(
                f"{where}: {TABLE}: {written!r} is said {spoken!r}",
                remedy='an entry is a word and how it is said, both texts: Euler = "oiler"',
            )
        try:
            said_of(written, spoken)
        except WrongInput as bad:
            raise WrongInput(f"{where}: {bad.what}", remedy=bad.remedy) from bad
        entries[written] = spoken
    return entries


def _user_entries(file: Path) -> dict[str, str]:
    try:
        table = read_toml(file)
    except OSError as missing:
        raise WrongInput(
            f"the pronunciations in {file} cannot be read: {missing.strerror}",
            remedy=f"{USER_VARIABLE} names the file; set it to nothing to go without",
        ) from missing
    unknown = sorted(set(table) - {TABLE, "format"})
    if unknown or table.get("format", _FORMAT) != _FORMAT:
        culprit = f"{unknown[0]!r}" if unknown else f"format = {table['format']!r}"
        raise WrongInput(
            f"{file}: {culprit} is not known here",
            remedy=f'put entries under the heading [{TABLE}]: Euler = "oiler"',
        )
    return entries_of(table.get(TABLE, {}), str(file))
