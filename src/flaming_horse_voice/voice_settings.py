"""The settings of a voice in layers: each value with where it came from, and what contradicts."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.prepare.pins import ENGINES

BUILT_IN = "built in"
FILE = "flaming-horse.toml"
USER_FILE = "your settings.toml"
MODEL_OPTION = "--model"
ENGINE_KEYS = frozenset(
    {"python", "script", "model", "revision", "batch", "device", "precision", "attention"}
)
"""Settings that belong to one engine; they may stand in `[voice]` or in `[voice.mlx]`."""
SAMPLING = {
    "temperature": (0.0, 2.0),
    "top_p": (0.0, 1.0),
    "top_k": (0, 10_000),
    "repetition_penalty": (0.5, 3.0),
}
CLONED_KEYS = ENGINE_KEYS | frozenset(SAMPLING) | {"reference", "instructions"}
_KEYS = frozenset({"service", "backend", "speaker", "speed", "seed", "pin"})
_ALL_KEYS = _KEYS | CLONED_KEYS | frozenset(ENGINES)
_BACKENDS = ("qwen", "mlx")
TORCH_MODELS = "Qwen/"
"""Whose models only PyTorch loads. The predecessor's settings name one whatever the engine."""

OWN_KEYS = frozenset({"service", "backend", "speaker", "speed", "seed", "pin"}) | (
    CLONED_KEYS - ENGINE_KEYS
)
"""What `[voice]` of the user's own settings holds; an engine's settings stand in its table."""

Values = dict[str, tuple[Any, str]]
"""Each setting's value and its origin. `_written_for` is the engine that a table was meant for."""
WHOLE = "_whole"
"""Among values: they are a voice of `[voices]`, which is whole by itself."""
OWN_PIN = "_own_pin"
"""Among values: the pins of the user's own settings."""


def from_file(
    settings: Mapping[str, Any],
    named: str | None,
    services: Collection[str],
    begun: Values | None = None,
) -> Values:
    """What `[voice]` says, or the voice `named`: a table of `[voices]`, or one of the services.

    `begun` is which voice speaks where `[voice]` chooses none. Raises WrongInput for a voice that
    is neither, and for a setting that is not known.
    """
    values: Values = dict(begun or {"service": ("kokoro", BUILT_IN)})
    table, origin = settings.get("voice", {}), f"{FILE} [voice]"
    if named is not None:
        voices = settings.get("voices", {})
        if named in voices:
            table, origin = voices[named], f"{FILE} [voices.{named}]"
            values = {"service": ("kokoro", BUILT_IN), WHOLE: (True, origin)}
        elif named in services:
            return {"service": (named, "voice: in the front matter")}
        else:
            raise unknown(named, "voice", [*voices, *services], "voice: in the front matter")
    if not isinstance(table, Mapping):
        raise WrongInput(f"{origin} is not a table", remedy='write service = "kokoro" under it')
    if "service" in table:
        values.pop("backend", None)
    for key, value in table.items():
        if key not in _ALL_KEYS:
            raise unknown(str(key), "setting", sorted(_ALL_KEYS), origin)
        values[str(key)] = (value, origin)
    if "service" in table or "backend" in table:
        # the engine that model, interpreter and so on are written for in this table
        values["_written_for"] = (engine_of(values), origin)
    return values


def override(values: Values, service: str, origin: str) -> None:
    """Another service keeps pace and seed; speaker and backend belong to the one before.

    In a table that names no service they are meant for whichever is chosen.
    """
    # an engine that itself asked for the service before goes with it
    asked = values.get("backend", ("", ""))[1] == values["service"][1]
    if values["service"][0] != service and (asked or "_written_for" in values):
        values.pop("speaker", None)
        values.pop("backend", None)
    values["service"] = (service, origin)


def engine_of(values: Values) -> str:
    """The engine of Qwen3-TTS that service and backend ask for; the service itself otherwise."""
    service = str(values["service"][0])
    if service == "qwen" and "backend" in values:
        return str(values["backend"][0])
    return service


def settle_engine(values: Values, engine: str, own: Mapping[str, Any]) -> None:
    """Take the settings of `[voice.ENGINE]`; drop those that were written for another engine.

    `own` is what the user's own settings say of the engine; the project's win. Raises WrongInput
    for what is no table, or no setting of an engine.
    """
    _drop_others(values, engine)
    for name in ENGINES:
        table, origin = values.get(name, ({}, ""))
        if not isinstance(table, Mapping):
            raise WrongInput(f"{name} is {table!r} ({origin})", remedy=f"write [voice.{name}]")
        for key, value in _engine_table(table, name, origin):
            if name == engine and values.get(key, ("", ""))[1] != MODEL_OPTION:
                values[key] = (value, f"{origin.rstrip(']')}.{name}]")
    origin = f"{USER_FILE} [voice.{engine}]"
    settings = dict(_engine_table(own, engine, origin))
    if "model" in values:
        settings.pop("revision", None)  # it is that of another model
    for key, value in settings.items():
        values.setdefault(key, (value, origin))


def _drop_others(values: Values, engine: str) -> None:
    """Drop what was written for another engine; what the command line says stays."""
    drop = (
        ENGINE_KEYS if values.get("_written_for", (engine, ""))[0] != engine else frozenset[str]()
    )
    if engine == "mlx" and str(values.get("model", ("", ""))[0]).startswith(TORCH_MODELS):
        drop |= {"model", "revision"}  # as with the predecessor: MLX loads forms of its own
    for key in drop:
        if values.get(key, ("", ""))[1] != MODEL_OPTION:
            values.pop(key, None)


def _engine_table(table: Mapping[Any, Any], engine: str, origin: str) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if key not in ENGINE_KEYS:
            raise unknown(str(key), f"setting of {engine}", sorted(ENGINE_KEYS), origin)
        yield str(key), value


def refuse_speed(values: Values) -> None:
    """Raise WrongInput where a cloned voice is told a pace."""
    speed, origin = values.get("speed", (1.0, ""))
    if speed != 1.0:
        raise WrongInput(
            f"speed is {speed!r} ({origin}), but Qwen3-TTS keeps the pace of the reference",
            remedy="remove it, or record a slower or faster reference",
        )


def refuse_engine_settings(values: Values, service: str) -> None:
    """Drop the settings of a cloned voice, which mean nothing to this service.

    Raises WrongInput where the table that has them chose this service, and no other layer.
    """
    written = values.get("_written_for", ("", ""))[0]
    for key in sorted(CLONED_KEYS):
        if key in values and written == service:
            raise WrongInput(
                f"{key} is set ({values[key][1]}), but {service} is not a cloned voice",
                remedy=f"remove {key}, or choose the service qwen or mlx",
            )
        values.pop(key, None)


def check_backend(service: str, origin: str, backend: tuple[Any, str] | None) -> None:
    """Raise WrongInput for an engine that is not known, or not one of this service."""
    if backend is None:
        return
    name, whence = backend
    if name not in _BACKENDS:
        raise unknown(str(name), "engine", list(_BACKENDS), whence)
    allowed = {"qwen": _BACKENDS, "mlx": ("mlx",)}.get(service, ())
    if name not in allowed:
        raise WrongInput(
            f"service {service!r} ({origin}) contradicts engine {name!r} ({whence})",
            remedy=f"remove one of them: {service} "
            + (f"runs on {' or '.join(allowed)}" if allowed else "has no engine to choose"),
        )


def number(value: tuple[Any, str], name: str, least: float, most: float) -> float:
    """The setting as a number. Raises WrongInput for what is none, or out of range."""
    raw, origin = value
    good = isinstance(raw, int | float) and not isinstance(raw, bool)
    if not good or not least <= raw <= most:
        raise WrongInput(
            f"{name} is {raw!r} ({origin})",
            remedy=f"give a number from {least:g} to {most:g}",
        )
    return raw


def unknown(name: str, kind: str, known: list[str], origin: str) -> WrongInput:
    """The error for a name that is not among the known ones, with the nearest of them."""
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return WrongInput(
        f"there is no {kind} {name!r} ({origin})", remedy=f"{hint}known: {', '.join(known)}"
    )
