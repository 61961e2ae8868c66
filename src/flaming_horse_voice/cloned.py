"""The voice that is cloned: its engine, model, reference recording and settings, with origins."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flaming_horse_voice.errors import NotInstalled, WrongInput
from flaming_horse_voice.prepare.models import (
    BASE,
    CUSTOM_VOICE,
    VOICE_DESIGN,
    Model,
    find_model,
    is_folder,
    kind_of_name,
)
from flaming_horse_voice.prepare.pins import ENGINES
from flaming_horse_voice.trust import Brought, Trust
from flaming_horse_voice.user_settings import user_settings_file
from flaming_horse_voice.voice_brought import SOUND, TRANSCRIPT, brought_by_voice
from flaming_horse_voice.voice_settings import (
    BUILT_IN,
    MODEL_OPTION,
    SAMPLING,
    USER_FILE,
    Values,
    number,
)

REFERENCE_VARIABLE = "FLAMING_HORSE_VOICE_REF_DIR"
_VARIABLES = {"python": "PYTHON", "model": "MODEL_ID", "script": "SERVICE_SCRIPT"}


@dataclass(frozen=True, slots=True)
class Reference:
    """The recording that is cloned, known by its content."""

    sound: Path
    transcript: str
    digest: str


@dataclass(frozen=True, slots=True)
class ClonedVoice:
    """How Qwen3-TTS speaks here: everything but the speaker's name and the seed.

    `model` is found on the disk, or as the pin tells it where the model is not there; None while
    a voice is being prepared and neither is known. `python` is None for the default environment
    while that is not made. `allowed`: what of it comes from a project that is nobody's here, and
    runs because it was allowed.
    """

    engine: str
    python: Path
    script: Path
    told_model: str
    told_revision: str
    model: Model | None
    reference_folder: Path
    reference: Reference | None
    instructions: str
    sampling: tuple[tuple[str, str], ...]
    batch: int
    device: str
    precision: str
    pin: Mapping[str, Any]
    allowed: tuple[Brought, ...] = ()

    @property
    def confined(self) -> bool:
        """Whether its worker runs in the sandbox only."""
        return bool(self.allowed)

    def key_settings(self) -> tuple[tuple[str, str], ...]:
        """The settings that are heard, for take keys."""
        told = self.sampling
        if self.instructions:
            told += (("instructions", self.instructions),)
        if self.precision:
            told += (("precision", self.precision),)
        return told

    def load_settings(self, speaker: str) -> dict[str, Any]:
        """What the worker's `load` message carries."""
        model = self.model
        if model is None or model.folder is None:
            raise NotInstalled(
                f"the model {self.told_model} is not on this machine",
                remedy=f"fetch it: flaming-horse voice prepare {self.engine}",
            )
        return {
            "model": str(model.folder.absolute()),
            "name": model.name,
            "revision": model.revision,
            "speaker": speaker,
            "instructions": self.instructions,
            "batch": self.batch,
            "device": self.device,
            "precision": self.precision,
            **{name: float(value) for name, value in self.sampling},
        }


def cloned_voice(
    engine: str,
    values: Values,
    environ: Mapping[str, str],
    folder: Path,
    trust: Trust,
    *,
    whole: bool,
) -> ClonedVoice:
    """The cloned voice that `values` (of the settings files) and the environment tell.

    Adds to `values` what was chosen and from where. With `whole` everything that take keys are
    made from must be there: raises NotInstalled without model or pin, or when they differ, and
    WrongInput without a reference, or for programs that the project may not name.
    """
    row = ENGINES[engine]
    for key, ending in _VARIABLES.items():
        variable = f"{row.prefix}_{ending}"
        if environ.get(variable) and values.get(key, ("", ""))[1] != MODEL_OPTION:
            values[key] = (environ[variable], variable)
            if key == "model":
                values.pop("revision", None)  # it was that of another model
    if environ.get(REFERENCE_VARIABLE):
        values["reference"] = (environ[REFERENCE_VARIABLE], REFERENCE_VARIABLE)
    where = _path(values, "reference", folder) or folder / "voice"
    brought = brought_by_voice(values, folder, where)
    trust.require(brought)
    python = _path(values, "python", folder) or default_python(engine)
    values.setdefault("python", (str(python), BUILT_IN))
    told = str(values.setdefault("model", (row.model, BUILT_IN))[0])
    if is_folder(told):
        told = str(_path(values, "model", folder))
    revision = str(values.get("revision", ("", ""))[0])
    pin = _pin(values, engine)
    model = _model(told, revision, values["model"][1], pin, whole=whole)
    kind = model.kind if model else kind_of_name(told)
    instructions = str(values.get("instructions", ("", ""))[0])
    _check_kind(kind, values)
    reference = None
    if kind == BASE:
        values.setdefault("reference", (str(where), BUILT_IN))
        reference = find_reference(where, whole=whole)
    sampling = tuple(
        (name, f"{number(values[name], name, *SAMPLING[name]):g}")
        for name in sorted(SAMPLING)
        if name in values
    )
    return ClonedVoice(
        engine=engine,
        python=python,
        script=_path(values, "script", folder) or _own_script(engine),
        told_model=told,
        told_revision=revision,
        model=model,
        reference_folder=where,
        reference=reference,
        instructions=instructions,
        sampling=sampling,
        batch=int(number(values.get("batch", (0, "")), "batch", 0, 64)),
        device=str(values.get("device", ("", ""))[0]),
        precision=str(values.get("precision", ("", ""))[0]),
        pin=pin,
        allowed=tuple(brought) if trust.confined else (),
    )


def default_python(engine: str) -> Path:
    """The interpreter of the environment that `voice prepare` makes."""
    from flaming_horse_voice.prepare.environment import home

    return home(engine) / "bin" / "python"


def find_reference(folder: Path, *, whole: bool = True) -> Reference | None:
    """The reference recording and its transcript in a folder.

    Raises WrongInput when one of them is missing and `whole` is asked for, else None.
    """
    sound, transcript = folder / SOUND, folder / TRANSCRIPT
    lacking = [file for file in (sound, transcript) if not file.is_file()]
    text = "" if lacking else " ".join(transcript.read_text("utf-8", "replace").split())
    if not lacking and text:
        digest = hashlib.sha256(sound.read_bytes()).hexdigest()[:32]
        return Reference(sound, text, digest)
    if not whole:
        return None
    if sound in lacking:
        raise WrongInput(
            f"there is no reference recording {sound}",
            remedy="import one: flaming-horse voice add FILE, or record about ten seconds:"
            " flaming-horse voice record",
        )
    raise WrongInput(
        f"nothing says what is spoken in {sound}",
        remedy=f"write exactly those words into {transcript}",
    )


def _model(
    told: str, revision: str, origin: str, pin: Mapping[str, Any], *, whole: bool
) -> Model | None:
    """The model on the disk, else what the pin says of it. It must be the pinned one."""
    try:
        model = find_model(told, revision, origin=origin)
    except NotInstalled:
        if pin.get("model") and pin.get("revision"):
            kind = str(pin.get("kind") or kind_of_name(told))
            return Model(str(pin["model"]), str(pin["revision"]), kind, None)
        if whole:
            raise
        return None
    pinned = (pin.get("model"), pin.get("revision"))
    if whole and pin and pinned != (model.name, model.revision):
        raise NotInstalled(
            f"the model is {model.name} {model.revision} ({origin}),"
            f" but [voice.pin] says {pinned[0]} {pinned[1]}",
            remedy="fetch the pinned one, or pin this one: flaming-horse voice prepare"
            " (every line is then spoken again)",
        )
    return model


def _pin(values: Values, engine: str) -> Mapping[str, Any]:
    """What is pinned for an engine. Raises WrongInput for what is no table."""
    pins, origin = values.get("pin", ({}, ""))
    pin = pins.get(engine, {}) if isinstance(pins, Mapping) else None
    if not isinstance(pin, Mapping):
        raise WrongInput(
            f"pin is no table ({origin})", remedy="remove it; flaming-horse voice prepare writes it"
        )
    return pin


def _check_kind(kind: str, values: Values) -> None:
    """Raise WrongInput for settings that this kind of model cannot follow."""
    wrong = {
        BASE: ("instructions", "speaker"),
        VOICE_DESIGN: ("speaker", "reference"),
        CUSTOM_VOICE: ("reference",),
    }
    can = {
        BASE: "clones a recording",
        CUSTOM_VOICE: "has speakers of its own",
        VOICE_DESIGN: "makes a voice from a description",
    }
    if kind not in can:
        raise WrongInput(
            f"this model is of an unknown kind, {kind!r}", remedy="choose a Qwen3-TTS model"
        )
    for name in wrong[kind]:
        value, origin = values.get(name, ("", ""))
        if value and origin != REFERENCE_VARIABLE:  # a shell's setting may be meant for others
            raise WrongInput(
                f"{name} is set ({origin}), but the model {values['model'][0]} {can[kind]}",
                remedy=f"remove {name}, or choose another model",
            )
    for name, needed in (("speaker", CUSTOM_VOICE), ("instructions", VOICE_DESIGN)):
        if kind == needed and not values.get(name, ("", ""))[0]:
            raise WrongInput(
                f"the model {values['model'][0]} {can[kind]}, and none is chosen",
                remedy=f"set {name} under [voice]",
            )


def _own_script(engine: str) -> Path:
    return Path(__file__).parent / "workers" / ENGINES[engine].script


def _path(values: Values, name: str, folder: Path) -> Path | None:
    """A setting that names a file; what is relative is so to the settings file's folder."""
    value, origin = values.get(name, ("", ""))
    if not value:
        return None
    if not isinstance(value, str):
        raise WrongInput(f"{name} is {value!r} ({origin})", remedy="give a path")
    path = Path(value).expanduser()
    if name == "python" and path.name == value:
        found = shutil.which(value)  # a bare name is looked for as the shell does
        return Path(found) if found else path
    if path.is_absolute():
        return path
    if origin.startswith("FLAMING_HORSE"):
        return Path.cwd() / path
    own = user_settings_file() if origin.startswith(USER_FILE) else None
    return (own.parent if own else folder).absolute() / path
