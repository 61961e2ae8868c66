"""Settings in layers, each with its origin: built-in, toml, environment, option."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Literal, TypeAlias, TypeVar, cast

from flaming_horse.errors import Place, WrongInput
from flaming_horse_voice.children.limits import GIGABYTE, default_memory
from flaming_horse_voice.trust import Trust, trust_of

T = TypeVar("T")

SETTINGS_FILE = "flaming-horse.toml"
FORMAT = 1
Listen: TypeAlias = Literal["cloned", "all", "none"]
SCENE_MINUTES = 30.0
"""Chosen, not measured: a frame takes well under a second, the slowest of hand-written scenes need
minutes before their first one."""
LISTEN: tuple[Listen, ...] = ("cloned", "all", "none")
"""Whose takes are listened to: those of cloned voices, of every voice, of none."""


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """A value and where it came from, as `status` and `doctor` show it."""

    value: T
    origin: str

    def __str__(self) -> str:
        return f"{self.value} ({self.origin})"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build goes by.

    A scene's process may hold `scene_memory` bytes, and work `scene_minutes` without drawing a
    frame. `voice` are the tables that the voice goes by, `[voice]`, `[voices]` and `[pronounce]`,
    as they stand in the file; `llm` is the table `[llm]`. `arithmetic`: whether scripts are looked
    through for mistakes in numbers, formulas and plots. `trust`: whether programs and servers
    that they name count.
    """

    quality: Setting[str]
    workers: Setting[int]
    store: Setting[Path]
    listen: Setting[Listen]
    scene_memory: Setting[int]
    scene_minutes: Setting[float]
    arithmetic: Setting[bool]
    voice: Mapping[str, Any]
    llm: Mapping[str, Any]
    trust: Trust


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line; None where nothing was said."""

    quality: str | None = None
    workers: int | None = None
    voice: str | None = None
    allow_code: bool = False
    accept_any_take: bool = False
    listen: str | None = None
    review: bool | None = None


def read_toml(file: Path) -> dict[str, Any]:
    """The project's settings file as a table, empty when there is none.

    Raises:
        WrongInput: it is not TOML, or of a format this version does not know.
    """
    from flaming_horse_voice import toml_files  # here, because --help has no use for it

    try:
        table = toml_files.read_toml(file)
    except FileNotFoundError:
        return {}
    except toml_files.Unreadable as bad:
        raise WrongInput(
            bad.what.removeprefix(f"{file} "),
            place=Place(str(file)),
            remedy=f"{bad.remedy} docs/tutorial.md shows a whole settings file.".strip(),
        ) from bad
    found = table.get("format", FORMAT)
    if found != FORMAT:
        raise WrongInput(
            f"format = {found!r} is not known; this version reads format = {FORMAT}",
            place=Place(str(file)),
            remedy="Use the version of flaming-horse that wrote it, or a newer one.",
        )
    _refuse_unknown(table, file)
    return table


def settings_of(
    folder: Path, options: Options, environ: Mapping[str, str] = os.environ
) -> Settings:
    """The settings in force for the project in `folder`.

    Raises:
        WrongInput: a value that cannot be used, with the layer it came from.
    """
    file = folder / SETTINGS_FILE
    table = read_toml(file)
    film = _table(table, "film", file)
    build = _table(table, "build", file)
    quality = _choose(
        ("built in", "1080p30"),
        (SETTINGS_FILE, film.get("quality")),
        ("FLAMING_HORSE_QUALITY", environ.get("FLAMING_HORSE_QUALITY")),
        ("--quality", options.quality),
    )
    workers = _choose(
        ("processors of this machine", default_workers()),
        (SETTINGS_FILE, build.get("workers")),
        ("FLAMING_HORSE_WORKERS", environ.get("FLAMING_HORSE_WORKERS")),
        ("--workers", options.workers),
    )
    store = _choose(
        ("built in", folder / ".flaming-horse" / "store"),
        ("FLAMING_HORSE_STORE", environ.get("FLAMING_HORSE_STORE")),
    )
    listen = _choose(
        ("built in", LISTEN[0]),
        (SETTINGS_FILE, build.get("listen")),
        ("FLAMING_HORSE_LISTEN", environ.get("FLAMING_HORSE_LISTEN")),
        ("--listen", options.listen),
    )
    memory = _choose(
        ("built in", default_memory() / GIGABYTE),
        (SETTINGS_FILE, build.get("scene_memory_gb")),
        ("FLAMING_HORSE_SCENE_MEMORY_GB", environ.get("FLAMING_HORSE_SCENE_MEMORY_GB")),
    )
    minutes = _choose(
        ("built in", SCENE_MINUTES),
        (SETTINGS_FILE, build.get("scene_minutes")),
        ("FLAMING_HORSE_SCENE_MINUTES", environ.get("FLAMING_HORSE_SCENE_MINUTES")),
    )
    arithmetic = _choose(
        ("built in", True), (SETTINGS_FILE, _table(table, "lint", file).get("arithmetic"))
    )
    return Settings(
        quality=quality,
        workers=Setting(_positive(workers), workers.origin),
        store=Setting(Path(store.value), store.origin),
        listen=_one_of(listen, "listen", LISTEN),
        scene_memory=Setting(
            round(_between(memory, "scene_memory_gb", 1, 10_000) * GIGABYTE), memory.origin
        ),
        scene_minutes=Setting(_between(minutes, "scene_minutes", 0.1, 100_000), minutes.origin),
        arithmetic=_one_of(arithmetic, "arithmetic", (True, False)),
        voice={key: table[key] for key in ("voice", "voices", "pronounce") if key in table},
        llm=_table(table, "llm", file),
        trust=trust_of(folder, allowed=options.allow_code),
    )


def default_workers() -> int:
    """As many scenes at once as there are processors for this process, at most 8."""
    return max(1, min(8, len(os.sched_getaffinity(0)) if _linux() else os.cpu_count() or 1))


def _linux() -> bool:
    return hasattr(os, "sched_getaffinity")


def _choose(*layers: tuple[str, Any]) -> Setting[Any]:
    """The value of the last layer that says something."""
    origin, value = [(o, v) for o, v in layers if v not in (None, "")][-1]
    return Setting(value, origin)


def _positive(setting: Setting[Any]) -> int:
    try:
        number = int(setting.value)
    except (TypeError, ValueError):
        number = 0
    if number < 1:
        raise WrongInput(
            f"workers = {setting.value!r} ({setting.origin}) is not a whole number above 0",
            remedy="Give how many scenes may be drawn at once, for example 2.",
        )
    return number


def _between(setting: Setting[Any], name: str, least: float, most: float) -> float:
    try:
        number = float(setting.value)
    except (TypeError, ValueError):
        number = math.nan
    if not least <= number <= most:
        raise WrongInput(
            f"{name} = {setting.value!r} ({setting.origin}) is not a number"
            f" from {least:g} to {most:g}",
            remedy=f"Give a number from {least:g} to {most:g}, or leave the setting out.",
        )
    return number


def _one_of(setting: Setting[Any], name: str, known: tuple[T, ...]) -> Setting[T]:
    if setting.value not in known:
        raise WrongInput(
            f"{name} = {setting.value!r} ({setting.origin}) is not known",
            remedy=f"Give one of: {', '.join(map(str, known))}.",
        )
    return setting


def _table(table: Mapping[str, Any], name: str, file: Path) -> Mapping[str, Any]:
    value = table.get(name, {})
    if not isinstance(value, dict):
        raise WrongInput(
            f"[{name}] is {value!r}, not a table",
            place=Place(str(file)),
            remedy=f"Write it as a heading: [{name}].",
        )
    return cast("Mapping[str, Any]", value)


_KNOWN: Mapping[str, frozenset[str] | None] = {
    "format": None,
    "film": frozenset({"quality"}),
    "build": frozenset({"workers", "listen", "scene_memory_gb", "scene_minutes"}),
    "lint": frozenset({"arithmetic"}),
    "voice": None,
    "voices": None,
    "pronounce": None,
    "source": None,
    "llm": None,  # its own reader refuses what it does not know, and keys with words of their own
}


def _refuse_unknown(table: Mapping[str, Any], file: Path) -> None:
    from difflib import get_close_matches

    for name, value in table.items():
        known: tuple[str, ...] = tuple(_KNOWN)
        keys: tuple[str, ...] = (name,)
        where = ""
        inner = _KNOWN.get(name)
        if name in _KNOWN and inner is not None and isinstance(value, dict):
            known, keys, where = tuple(sorted(inner)), tuple(cast("dict[str, Any]", value)), name
        for key in keys:
            if key in known:
                continue
            near = get_close_matches(key, known, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise WrongInput(
                f"{key!r} is not a setting{f' of [{where}]' if where else ''}",
                place=Place(str(file)),
                remedy=f"Known: {', '.join(known)}.{hint}",
            )
