"""The table of services, and how one is chosen: every value knows where it came from."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flaming_horse_voice.children.environment import ONE_THREAD
from flaming_horse_voice.cloned import ClonedVoice, cloned_voice, default_python
from flaming_horse_voice.own_voice import begun, complete, own_voice
from flaming_horse_voice.prepare.pins import ENGINES
from flaming_horse_voice.takes import VoiceFingerprint, take_key
from flaming_horse_voice.text import LANGUAGES
from flaming_horse_voice.text.as_letters import SpokenText, with_letters
from flaming_horse_voice.text.spoken import without_phonemes
from flaming_horse_voice.trust import Trust, trust_of
from flaming_horse_voice.user_settings import engine_settings
from flaming_horse_voice.voice_settings import (
    BUILT_IN,
    MODEL_OPTION,
    OWN_PIN,
    WHOLE,
    Values,
    check_backend,
    engine_of,
    from_file,
    number,
    override,
    refuse_engine_settings,
    refuse_speed,
    settle_engine,
    unknown,
)
from flaming_horse_voice.workers.process import WorkerSpec

SERVICE_VARIABLE = "FLAMING_HORSE_VOICE_SERVICE"
BACKEND_VARIABLE = "FLAMING_HORSE_TTS_BACKEND"


@dataclass(frozen=True, slots=True)
class Service:
    """A row of the table. `worker` is a script in `workers/`.

    `clones` services are engines of Qwen3-TTS: they run in another Python, and their model,
    speakers and languages are told by the settings. `deterministic` services give the same
    samples whatever the seed: trying again is no use. `phonemes` services speak the phonemes of
    words that have some in a speech-text; all others speak those words as they are written.
    """

    what: str
    worker: str
    model: str = ""
    revision: str = ""
    speakers: tuple[str, ...] = ("",)
    languages: tuple[str, ...] = ("en",)
    deterministic: bool = False
    clones: bool = False
    phonemes: bool = False


_SPOKEN = ("en", "de", "es", "zh", "ja", "fr", "ko", "ru", "it", "pt")

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
        phonemes=True,
    ),
    "qwen": Service(
        what="your own voice, cloned by Qwen3-TTS (PyTorch)",
        worker=ENGINES["qwen"].script,
        model=ENGINES["qwen"].model,
        languages=_SPOKEN,
        clones=True,
    ),
    "mlx": Service(
        what="your own voice, cloned by Qwen3-TTS (MLX, Apple silicon)",
        worker=ENGINES["mlx"].script,
        model=ENGINES["mlx"].model,
        languages=_SPOKEN,
        clones=True,
    ),
    "tone": Service(
        what="sine tones of plausible length, for tests; films carry a mark",
        worker="tone_tts_service.py",
        model="tone",
        revision="1",
        languages=tuple(LANGUAGES),
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
    """Who speaks. `origins` maps each setting's name to where its value came from.

    `settings` are their values, for people; `cloned` how a cloned voice is made.
    """

    service: str
    speaker: str = ""
    speed: float = 1.0
    seed: int = 0
    origins: Mapping[str, str] = field(default_factory=dict[str, str])
    cloned: ClonedVoice | None = None
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def row(self) -> Service:
        return SERVICES[self.service]

    @property
    def model(self) -> str:
        """The model's name, as take keys and reports have it."""
        if self.cloned is None:
            return self.row.model
        return self.cloned.model.name if self.cloned.model else self.cloned.asked_model

    @property
    def revision(self) -> str:
        """The model's revision; "" while it is neither there nor pinned."""
        if self.cloned is None:
            return self.row.revision
        return self.cloned.model.revision if self.cloned.model else ""

    @property
    def fingerprint(self) -> VoiceFingerprint:
        """What take keys are made from."""
        if self.cloned is None:
            settings = (("speed", f"{self.speed:g}"),)
            return VoiceFingerprint(
                self.service, self.model, self.revision, self.speaker, settings=settings
            )
        reference = self.cloned.reference
        return VoiceFingerprint(
            self.service,
            self.model,
            self.revision,
            self.speaker,
            reference=reference.digest if reference else "",
            transcript=reference.transcript if reference else "",
            settings=self.cloned.key_settings(),
        )

    def asked_for(self, line: SpokenText, language: str) -> str:
        """What this voice is asked for a line: to cloned voices letters are given as letters.

        The phoneme voice is given them respelt, with its phonemes.
        """
        speech = with_letters(line, language) if self.row.clones else line.speech
        return self.asked_to_say(speech)

    def asked_to_say(self, speech: str) -> str:
        """A speech-text as this voice is asked for it: phonemes only where it takes them."""
        return speech if self.row.phonemes else without_phonemes(speech)

    def take_key(self, speech: str, language: str) -> str:
        """The name of the take of a speech-text in this voice.

        Phonemes that the voice does not take are not in it: changing them records nothing again.
        """
        return take_key(self.fingerprint, self.asked_to_say(speech), language, self.seed)

    @property
    def worker_settings(self) -> dict[str, Any]:
        """What the worker's `load` message carries."""
        if self.cloned is not None:
            return self.cloned.load_settings(self.speaker)
        return {"speaker": self.speaker, "speed": self.speed}

    @property
    def worker_spec(self) -> WorkerSpec:
        """How its worker is started."""
        if self.cloned is not None:
            # half of the processors: scenes are drawn meanwhile
            threads = os.environ.get("OMP_NUM_THREADS") or str(max(2, (os.cpu_count() or 2) // 2))
            environment = {
                "HF_HUB_OFFLINE": "1",  # what is loaded is what the keys were made from
                "TRANSFORMERS_OFFLINE": "1",
                "PYTHONPATH": "",
                "OMP_NUM_THREADS": threads,
                "OPENBLAS_NUM_THREADS": threads,  # PyTorch computes with it on ARM
            }
            command = (str(self.cloned.python), str(self.cloned.script))
            return WorkerSpec(
                command,
                environment,
                load_s=900.0,
                clone_s=600.0,
                line_s=180.0,
                word_s=20.0,
                confined=self.cloned.confined,
                seen=self.cloned.seen(),
            )
        script = Path(__file__).parent / "workers" / self.row.worker
        # polite on shared machines; the models' own thread pools are set where they are made
        environment = {"OMP_NUM_THREADS": "2", **ONE_THREAD}
        return WorkerSpec((sys.executable, str(script)), environment)


def get_speech_service(project_dir: str | Path) -> Any:
    """The predecessor's place of `flaming_horse_voice.get_speech_service`."""
    from flaming_horse_voice.speech_service import make_service

    return make_service(project_dir)


def list_services() -> tuple[ServiceInfo, ...]:
    """Every service of the table, in its order."""
    return tuple(
        ServiceInfo(name, row.what, _available(name), row.model, row.speakers, row.languages)
        for name, row in SERVICES.items()
    )


def _available(service: str) -> bool:
    """Whether it can be started: for an engine, whether its interpreter is there."""
    if not SERVICES[service].clones:
        return True
    named = os.environ.get(f"{ENGINES[service].prefix}_PYTHON")
    return Path(named).is_file() if named else default_python(service).is_file()


def choose_voice(
    settings: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
    option: str | None = None,
    named: str | None = None,
    *,
    folder: Path | None = None,
    whole: bool = True,
    model: str | None = None,
    trust: Trust | None = None,
) -> VoiceChoice:
    """Who speaks; later wins: kokoro, the user's own, the project's, environment, option.

    FLAMING_HORSE_TTS_BACKEND alone asks for the cloned voice with that engine.

    The user's own is `[voice]` of their settings file, the project's its `[voice]` or the named
    voice. `settings` is the content of flaming-horse.toml (`voice` and `voices` are read), `named`
    the front matter's `voice:`, `option` the value of `--voice`: a service or a voice's name.
    `folder` is the project's, in which a reference recording is looked for, `model` a cloned
    voice's as `--model` names it, `trust` says whether the project may name programs (by default:
    where it is the user's own). Raises WrongInput for unknown names, for contradictions and for
    programs that it may not name, NotInstalled for a cloned voice whose model is not there, or not
    the pinned one; without `whole` that is left for `voice prepare`.
    """
    environ = environ or {}
    own = own_voice(environ)
    values = from_file(settings or {}, named, SERVICES, begun(own))
    if environ.get(SERVICE_VARIABLE):
        override(values, environ[SERVICE_VARIABLE], SERVICE_VARIABLE)
    if environ.get(BACKEND_VARIABLE):
        values["backend"] = (environ[BACKEND_VARIABLE], BACKEND_VARIABLE)
        if values["service"][1] == BUILT_IN:
            # an engine asks for the voice that has engines, where nobody asked for another
            values["service"] = ("qwen", BACKEND_VARIABLE)
    if option:
        voices = (settings or {}).get("voices", {})
        if option in voices:
            values = from_file(settings or {}, option, SERVICES)
        else:
            override(values, option, "--voice")
    if model:
        values["model"] = (model, MODEL_OPTION)
        values.pop("revision", None)
    folder = folder or (trust.folder if trust else Path())
    return _choice(values, own, environ, folder, trust or trust_of(folder), whole=whole)


def _choice(
    values: Values,
    own: Mapping[str, Any],
    environ: Mapping[str, str],
    folder: Path,
    trust: Trust,
    *,
    whole: bool,
) -> VoiceChoice:
    service, origin = values["service"]
    if service not in SERVICES:
        raise unknown(str(service), "voice service", list(SERVICES), origin)
    check_backend(service, origin, values.get("backend"))
    complete(values, own, engine_of(values), folder)
    seed = number(values.setdefault("seed", (0, BUILT_IN)), "seed", 0, 2**31 - 1)
    cloned = None
    if SERVICES[service].clones:
        service = engine_of(values)
        values["service"] = (service, values.get("backend", values["service"])[1])
        refuse_speed(values)
        settle_engine(values, service, engine_settings(service, environ))
        cloned = cloned_voice(service, values, environ, folder, trust, whole=whole)
        speaker, speed = str(values.get("speaker", ("", ""))[0]), 1.0
    else:
        refuse_engine_settings(values, service)
        row = SERVICES[service]
        speaker, whence = values.get("speaker", (row.speakers[0], BUILT_IN))
        if speaker not in row.speakers:
            known = [name for name in row.speakers if name]
            raise unknown(str(speaker), f"speaker of {service}", known, whence)
        values.setdefault("speaker", (speaker, BUILT_IN))
        speed = number(values.setdefault("speed", (1.0, BUILT_IN)), "speed", 0.5, 2.0)
    hidden = {"backend", "pin", "_written_for", WHOLE, OWN_PIN, *ENGINES}
    shown = {key: value for key, value in values.items() if key not in hidden}
    origins = {key: origin for key, (_, origin) in shown.items()}
    settings = {key: str(value) for key, (value, _) in shown.items()}
    return VoiceChoice(service, speaker, float(speed), int(seed), origins, cloned, settings)
