"""The table of services, and how one is chosen: every value knows where it came from."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flaming_horse_voice.errors import NotInstalled, WrongInput
from flaming_horse_voice.takes import VoiceFingerprint
from flaming_horse_voice.workers.process import WorkerSpec

SERVICE_VARIABLE = "FLAMING_HORSE_VOICE_SERVICE"
BACKEND_VARIABLE = "FLAMING_HORSE_TTS_BACKEND"
BUILT_IN = "built in"
FILE = "flaming-horse.toml"
_BACKENDS = ("qwen", "mlx")
_KEYS = frozenset({"service", "backend", "speaker", "speed", "seed", "pin"})


@dataclass(frozen=True, slots=True)
class Service:
    """A row of the table. `worker` is a script in `workers/`, None for what comes next.

    `deterministic` services give the same samples whatever the seed: trying again is no use.
    """

    what: str
    worker: str | None
    model: str = ""
    revision: str = ""
    speakers: tuple[str, ...] = ("",)
    languages: tuple[str, ...] = ("en",)
    deterministic: bool = False


# The models' names and revisions stand here as plain text: keys are made without loading a model,
# and a worker that reports others is refused.
SERVICES: Mapping[str, Service] = {
    "kokoro": Service(
        what="the embedded voice: Kokoro-82M, American English, nothing to install",
        worker="kokoro_tts_service.py",
        model="kokoro-82m-v1.0-int8",
        revision="6e742170d309-d583ccff3cdc",
        speakers=("af_heart",),
        deterministic=True,
    ),
    "qwen": Service(what="your own voice, cloned by Qwen3-TTS (PyTorch)", worker=None),
    "mlx": Service(what="your own voice, cloned by Qwen3-TTS (MLX, Apple silicon)", worker=None),
    "tone": Service(
        what="sine tones of plausible length, for tests; films carry a mark",
        worker="tone_tts_service.py",
        model="tone",
        revision="1",
        deterministic=True,
    ),
}


@dataclass(frozen=True, slots=True)
class ServiceInfo:
    """What `voice list` prints; `available` is False for what cannot speak on this machine."""

    name: str
    what: str
    available: bool
    model: str
    speakers: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """Who speaks. `origins` maps each setting's name to where its value came from."""

    service: str
    speaker: str = ""
    speed: float = 1.0
    seed: int = 0
    origins: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def row(self) -> Service:
        return SERVICES[self.service]

    @property
    def fingerprint(self) -> VoiceFingerprint:
        """What take keys are made from."""
        return VoiceFingerprint(
            self.service,
            self.row.model,
            self.row.revision,
            self.speaker,
            settings=(("speed", f"{self.speed:g}"),),
        )

    @property
    def worker_settings(self) -> dict[str, Any]:
        """What the worker's `load` message carries."""
        return {"speaker": self.speaker, "speed": self.speed}

    @property
    def worker_spec(self) -> WorkerSpec:
        """How its worker is started. Raises NotInstalled for a service that comes next."""
        if self.row.worker is None:
            raise _comes_next(self.service)
        script = Path(__file__).parent / "workers" / self.row.worker
        # polite on shared machines; the models' own thread pools are set where they are made
        environment = {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "1"}
        return WorkerSpec((sys.executable, str(script)), environment)


def list_services() -> tuple[ServiceInfo, ...]:
    """Every service of the table, in its order."""
    return tuple(
        ServiceInfo(name, row.what, row.worker is not None, row.model, row.speakers, row.languages)
        for name, row in SERVICES.items()
    )


def choose_voice(
    settings: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
    option: str | None = None,
    named: str | None = None,
) -> VoiceChoice:
    """Who speaks; later wins: built-in kokoro, `[voice]` or the named voice, environment, option.

    `settings` is the content of flaming-horse.toml (its `voice` and `voices` tables are read),
    `named` the front matter's `voice:`, `option` the value of `--voice`: a service or a voice's
    name. Raises WrongInput for unknown names and for contradictions, NotInstalled for a service
    that is not there yet.
    """
    environ = environ or {}
    values = _from_file(settings or {}, named)
    if environ.get(SERVICE_VARIABLE):
        _override(values, environ[SERVICE_VARIABLE], SERVICE_VARIABLE)
    if environ.get(BACKEND_VARIABLE):
        values["backend"] = (environ[BACKEND_VARIABLE], BACKEND_VARIABLE)
    if option:
        voices = (settings or {}).get("voices", {})
        if option in voices:
            values = _from_file(settings or {}, option)
        else:
            _override(values, option, "--voice")
    return _choice(values)


_Values = dict[str, tuple[Any, str]]


def _from_file(settings: Mapping[str, Any], named: str | None) -> _Values:
    values: _Values = {"service": ("kokoro", BUILT_IN)}
    table, origin = settings.get("voice", {}), f"{FILE} [voice]"
    if named is not None:
        voices = settings.get("voices", {})
        if named in voices:
            table, origin = voices[named], f"{FILE} [voices.{named}]"
        elif named in SERVICES:
            return {"service": (named, "voice: in the front matter")}
        else:
            raise _unknown(named, "voice", [*voices, *SERVICES], "voice: in the front matter")
    if not isinstance(table, Mapping):
        raise WrongInput(f"{origin} is not a table", remedy='write service = "kokoro" under it')
    for key, value in table.items():
        if key not in _KEYS:
            raise _unknown(str(key), "setting", sorted(_KEYS), origin)
        values[str(key)] = (value, origin)
    return values


def _override(values: _Values, service: str, origin: str) -> None:
    """Another service keeps pace and seed; speaker and backend belong to the one before."""
    if values["service"][0] != service:
        values.pop("speaker", None)
        values.pop("backend", None)
    values["service"] = (service, origin)


def _choice(values: _Values) -> VoiceChoice:
    service, origin = values["service"]
    if service not in SERVICES:
        raise _unknown(str(service), "voice service", list(SERVICES), origin)
    _check_backend(service, origin, values.get("backend"))
    row = SERVICES[service]
    if row.worker is None:
        raise _comes_next(service)
    speaker, whence = values.get("speaker", (row.speakers[0], BUILT_IN))
    if speaker not in row.speakers:
        known = [name for name in row.speakers if name]
        raise _unknown(str(speaker), f"speaker of {service}", known, whence)
    values.setdefault("speaker", (speaker, BUILT_IN))
    speed = _number(values.setdefault("speed", (1.0, BUILT_IN)), "speed", 0.5, 2.0)
    seed = _number(values.setdefault("seed", (0, BUILT_IN)), "seed", 0, 2**31 - 1)
    origins = {key: origin for key, (_, origin) in values.items() if key not in {"backend", "pin"}}
    return VoiceChoice(service, speaker, float(speed), int(seed), origins)


def _check_backend(service: str, origin: str, backend: tuple[Any, str] | None) -> None:
    if backend is None:
        return
    name, whence = backend
    if name not in _BACKENDS:
        raise _unknown(str(name), "engine", list(_BACKENDS), whence)
    allowed = {"qwen": _BACKENDS, "mlx": ("mlx",)}.get(service, ())
    if name not in allowed:
        raise WrongInput(
            f"service {service!r} ({origin}) contradicts engine {name!r} ({whence})",
            remedy=f"remove one of them: {service} "
            + (f"runs on {' or '.join(allowed)}" if allowed else "has no engine to choose"),
        )


def _number(value: tuple[Any, str], name: str, least: float, most: float) -> float:
    given, origin = value
    good = isinstance(given, int | float) and not isinstance(given, bool)
    if not good or not least <= given <= most:
        raise WrongInput(
            f"{name} is {given!r} ({origin})",
            remedy=f"give a number from {least:g} to {most:g}",
        )
    return given


def _unknown(name: str, kind: str, known: list[str], origin: str) -> WrongInput:
    near = difflib.get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return WrongInput(
        f"there is no {kind} {name!r} ({origin})", remedy=f"{hint}known: {', '.join(known)}"
    )


def _comes_next(service: str) -> NotInstalled:
    return NotInstalled(
        f"the voice service {service!r} is not part of this version",
        remedy="choose kokoro, the embedded voice: --voice kokoro",
    )
