"""The voice that is cloned: its engine, model, reference recording and settings, with origins."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flaming_horse_voice.checked_references import ACCEPT_VARIABLE
from flaming_horse_voice.errors import NotInstalled, WrongInput
from flaming_horse_voice.followed_settings import REFERENCE_VARIABLE, refuse_ignored
from flaming_horse_voice.named_commands import setup_command
from flaming_horse_voice.own_voice import is_own
from flaming_horse_voice.prepare.models import (
    BASE,
    Model,
    find_model,
    is_folder,
    kind_of_name,
    size_of_name,
)
from flaming_horse_voice.prepare.pins import ENGINES
from flaming_horse_voice.reference_files import TRANSCRIPT, Reference, find_reference
from flaming_horse_voice.trust import Brought, Trust
from flaming_horse_voice.user_settings import user_settings_file
from flaming_horse_voice.voice_brought import brought_by_voice
from flaming_horse_voice.voice_settings import (
    BUILT_IN,
    MODEL_OPTION,
    OWN_PIN,
    SAMPLING,
    USER_FILE,
    Values,
    number,
)

_VARIABLES = {"python": "PYTHON", "model": "MODEL_ID", "script": "SERVICE_SCRIPT"}


@dataclass(frozen=True, slots=True)
class ClonedVoice:
    """How Qwen3-TTS speaks here: everything but the speaker's name and the seed.

    `model` is found on the disk, or as the pin tells it where the model is not there; None while
    a voice is being prepared and neither is known. `allowed`: what of it comes from a project that
    is nobody's here, and runs because it was allowed. `setup` is the one command that brings what
    is missing; `python_setting` how the setting that names an interpreter is given up, "" where
    none does; `model_remedy` how the model comes to this machine; with `accept_reference` the
    recording is cloned whatever its check says.
    """

    engine: str
    python: Path
    script: Path
    asked_model: str
    asked_revision: str
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
    attention: str = ""
    setup: str = "flaming-horse voice setup"
    python_setting: str = ""
    model_remedy: str = ""
    accept_reference: bool = False

    @property
    def confined(self) -> bool:
        """Whether its worker runs in the sandbox only."""
        return bool(self.allowed)

    @property
    def way_out(self) -> str:
        """What to type where the environment cannot do what is asked of it.

        `voice setup` leaves an interpreter that somebody named as it is, so that is given up first.
        """
        if not self.python_setting:
            return f"make the environment again: {self.setup}"
        return f"{self.python_setting}, so that an environment is made: {self.setup}"

    def seen(self) -> tuple[Path, ...]:
        """The files that its worker has to see: its Python, its script, model and recording."""
        # an environment, and the installation that it is of; never a folder that holds a home
        homes = (self.python.parent.parent, self.python.resolve().parent.parent)
        paths = [folder for folder in homes if _is_python(folder)] or [self.python]
        paths += [self.script, _own_script(self.engine).parent]
        if self.model is not None and self.model.folder is not None:
            model = self.model.folder.absolute()
            # a snapshot of the hub's is links to the files beside it
            paths.append(model.parents[1] if model.parent.name == "snapshots" else model)
        if self.reference is not None:
            paths += [self.reference.sound, self.reference.sound.with_name(TRANSCRIPT)]
        return tuple(paths)

    def key_settings(self) -> tuple[tuple[str, str], ...]:
        """The settings that are heard, for take keys."""
        settings = self.sampling
        if self.instructions:
            settings += (("instructions", self.instructions),)
        if self.precision:
            settings += (("precision", self.precision),)
        return settings

    def load_settings(self, speaker: str) -> dict[str, Any]:
        """What the worker's `load` message carries."""
        model = self.model
        if model is None or model.folder is None:
            what = model.lacking if model and model.lacking else ""
            raise NotInstalled(
                what or f"the model {self.asked_model} is not on this machine",
                remedy=self.model_remedy or f"fetch it: {self.setup}",
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
            "attention": self.attention,
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
    setup = setup_command(engine, None if is_own(values, folder) else folder)
    python = _path(values, "python", folder) or default_python(engine)
    named = _dropped("python", values["python"][1]) if "python" in values else ""
    values.setdefault("python", (str(python), BUILT_IN))
    asked_model = str(values.setdefault("model", (row.model, BUILT_IN))[0])
    if is_folder(asked_model):
        asked_model = str(_path(values, "model", folder))
    revision = str(values.get("revision", ("", ""))[0])
    pin, own_pin = _pin(values, "pin", engine), _pin(values, OWN_PIN, engine)
    if not pin and values["model"][1].startswith((USER_FILE, BUILT_IN)):
        pin = own_pin
    model = _model(asked_model, revision, values["model"][1], pin, setup, whole=whole)
    if not pin and model and own_pin.get("model") == model.name:
        pin = own_pin if own_pin.get("revision") == model.revision else {}
    kind = model.kind if model else kind_of_name(asked_model)
    instructions = str(values.get("instructions", ("", ""))[0])
    refuse_ignored(engine, kind, model.size if model else size_of_name(asked_model), values)
    reference = None
    if kind == BASE:
        values.setdefault("reference", (str(where), BUILT_IN))
        reference = find_reference(where, whole=whole, setup=setup)
    sampling = tuple(
        (name, f"{number(values[name], name, *SAMPLING[name]):g}")
        for name in sorted(SAMPLING)
        if name in values
    )
    return ClonedVoice(
        engine=engine,
        python=python,
        script=_path(values, "script", folder) or _own_script(engine),
        asked_model=asked_model,
        asked_revision=revision,
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
        attention=str(values.get("attention", ("", ""))[0]),
        setup=setup,
        python_setting=named,
        accept_reference=environ.get(ACCEPT_VARIABLE, "") not in ("", "0"),
        model_remedy=_fetched_by(asked_model, values["model"][1], setup),
    )


def default_python(engine: str) -> Path:
    """The interpreter of the environment that `voice prepare` makes."""
    from flaming_horse_voice.prepare.environment import home

    return home(engine) / "bin" / "python"


def _model(
    asked_model: str, revision: str, origin: str, pin: Mapping[str, Any], setup: str, *, whole: bool
) -> Model | None:
    """The model on the disk, else what the pin says of it. It must be the pinned one."""
    try:
        model = find_model(asked_model, revision, origin=origin)
    except NotInstalled as missing:
        if pin.get("model") and pin.get("revision"):
            name = str(pin["model"])
            kind = str(pin.get("kind") or kind_of_name(asked_model))
            size = size_of_name(name) or size_of_name(asked_model)
            return Model(name, str(pin["revision"]), kind, None, size, missing.what)
        if whole:
            raise NotInstalled(
                missing.what, remedy=_fetched_by(asked_model, origin, setup)
            ) from missing
        return None
    pinned = (pin.get("model"), pin.get("revision"))
    if whole and pin and pinned != (model.name, model.revision):
        raise NotInstalled(
            f"the model is {model.name} {model.revision} ({origin}),"
            f" but [voice.pin] says {pinned[0]} {pinned[1]}",
            remedy=f"bring the pinned one back, or pin this one: {setup}"
            " (every line is then spoken again)",
        )
    return model


def _fetched_by(asked_model: str, origin: str, setup: str) -> str:
    """How a model comes to this machine: nobody can fetch a folder."""
    if not is_folder(asked_model):
        return f"fetch it: {setup}"
    if origin.startswith("FLAMING_HORSE"):
        return f"correct {origin}, or unset it and take the usual model: {setup}"
    return f"correct model ({origin}), or name another: {setup} --model NAME"


def _dropped(name: str, origin: str) -> str:
    """How a setting is given up: "unset FLAMING_HORSE_MLX_PYTHON", "remove python (…)"."""
    return f"unset {origin}" if origin.startswith("FLAMING_HORSE") else f"remove {name} ({origin})"


def _pin(values: Values, name: str, engine: str) -> Mapping[str, Any]:
    """What is pinned for an engine. Raises WrongInput for what is no table."""
    pins, origin = values.get(name, ({}, ""))
    pin = pins.get(engine, {}) if isinstance(pins, Mapping) else None
    if not isinstance(pin, Mapping):
        raise WrongInput(
            f"pin is no table ({origin})", remedy="remove it; flaming-horse voice setup writes it"
        )
    return pin


def _is_python(folder: Path) -> bool:
    home = Path.home().resolve()
    within = (home, home / ".local", *home.parents)
    whole = (folder / "pyvenv.cfg").is_file() or any(folder.glob("lib/python3*"))
    return whole and folder.resolve() not in within


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
    if origin.startswith(("FLAMING_HORSE", MODEL_OPTION)):
        return Path.cwd() / path
    own = user_settings_file() if origin.startswith(USER_FILE) else None
    return (own.parent if own else folder).absolute() / path
