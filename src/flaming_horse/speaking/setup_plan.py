"""What `voice setup` has still to do for a voice, and what that takes of the machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flaming_horse.errors import WrongInput
from flaming_horse.speaking.setup_person import Person
from flaming_horse_voice.cloned import ClonedVoice
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.listen.extra import MEGABYTES, missing_modules
from flaming_horse_voice.prepare import machine as machines
from flaming_horse_voice.prepare.environment import home
from flaming_horse_voice.prepare.fetch import left_to_fetch
from flaming_horse_voice.prepare.models import BASE, is_folder, kind_of_name
from flaming_horse_voice.prepare.pins import ENGINES
from flaming_horse_voice.reference_add import FOLDER, came_from, who_agreed
from flaming_horse_voice.reference_files import SOUND, TRANSCRIPT
from flaming_horse_voice.service_factory import VoiceChoice, choose_voice
from flaming_horse_voice.trust import Trust
from flaming_horse_voice.voice_settings import BUILT_IN, USER_FILE


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the options say; empty where a person is to be asked, or a default is taken."""

    engine: str | None = None
    recording: Path | None = None
    record: bool = False
    text: str = ""
    text_as_heard: bool = False
    whose: str = ""
    model: str | None = None
    replace: bool = False
    accept_any_reference: bool = False
    yes: bool = False
    allow_code: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wanting: the `listener`, the engine's `environment`, its `model`, the `reference`.

    `place` is the folder of the recording that is cloned.
    """

    cloned: ClonedVoice
    place: Path
    listener: bool
    environment: bool
    model: bool
    reference: bool

    @property
    def fetches(self) -> bool:
        return self.listener or self.environment or self.model

    def rows(self) -> list[str]:
        """What will be done with what, for a person; nothing of it asks the network."""
        cloned, row = self.cloned, ENGINES[self.cloned.engine]
        rows = [f"engine: {cloned.engine} ({row.what})"]
        if self.environment:
            rows.append(f"  its packages: {row.space / 1e9:.1f} GB, in {home(cloned.engine)}")
        rows.append(f"model: {cloned.asked_model}")
        known = {size.model: size for size in machines.SIZES[cloned.engine]}
        if cloned.asked_model in known:
            memory = known[cloned.asked_model].memory / 1e9
            rows.append(f"  memory while it speaks: about {memory:.0f} GB")
        if self.listener:
            rows.append(f"the listener, which checks what was spoken: {MEGABYTES} MB to download")
        if not self.reference and cloned.reference is not None:
            whose = who_agreed(cloned.reference_folder)
            rows.append(f"recording: {cloned.reference.sound}, the voice of {whose}")
        return rows

    def download(self) -> str:
        """How much of the model is still to be fetched, as the hub tells it."""
        count, folder = left_to_fetch(self.cloned.asked_model, self.cloned.asked_revision)
        size = f"{count / 1e9:.1f} GB" if count >= 5e8 else f"{max(1, round(count / 1e6))} MB"
        return f"the model: {size} to download, into {folder}"


def planned(
    folder: Path, settings: Mapping[str, Any], trust: Trust, wishes: Wishes, person: Person
) -> tuple[Wishes, Plan]:
    """What is to be done, after the questions of engine and model, which have a default.

    Raises NotInstalled for an engine that cannot run on this machine.
    """
    machine = machines.this_machine()
    engine = wishes.engine or _chosen_engine(folder, settings)
    if engine is None:
        engine = person.choose(
            "Which engine: mlx for Apple silicon, qwen for all others",
            tuple(ENGINES),
            machines.default_engine(machine),
        )
    if engine not in ENGINES:
        raise WrongInput(
            f"there is no engine {engine!r}", remedy=f"Give --engine {' or '.join(ENGINES)}."
        )
    machines.refuse_machine(engine, machine)

    def chosen(model: str | None) -> VoiceChoice:
        return choose_voice(
            settings, os.environ, engine, folder=folder, whole=False, model=model, trust=trust
        )

    model = wishes.model
    choice = chosen(model)
    if model is None and choice.origins["model"] == BUILT_IN and not _is_there(choice.cloned):
        model = _model(engine, machine, person)
        choice = chosen(model)
    assert choice.cloned is not None
    place = choice.cloned.reference_folder
    brings = wishes.recording is not None or wishes.record
    if brings and choice.origins.get("reference", "").startswith(USER_FILE):
        place = folder / FOLDER  # a project's own recording comes before the user's
    return replace(wishes, engine=engine, model=model), _plan(choice.cloned, place, wishes)


def _chosen_engine(folder: Path, settings: Mapping[str, Any]) -> str | None:
    """The engine of a cloned voice that settings or environment choose already."""
    try:
        choice = choose_voice(settings, os.environ, folder=folder, whole=False)
    except VoiceError:
        return None
    return choice.service if choice.cloned else None


def _is_there(cloned: ClonedVoice | None) -> bool:
    return bool(cloned and cloned.model and cloned.model.folder)


def _model(engine: str, machine: machines.Machine, person: Person) -> str | None:
    """The model for this machine's memory; None for the usual one."""
    best = machines.recommended(engine, machine)
    sizes = {size.model: size for size in machines.SIZES[engine]}
    told = [
        f"{size.model}: {size.what}, about {size.download / 1e9:.1f} GB to download and"
        f" {size.memory / 1e9:.0f} GB of memory"
        for size in sizes.values()
    ]
    memory = f"this machine has {machine.memory / 1e9:.0f} GB of memory"
    chosen = person.choose(f"Which model ({memory})", tuple(sizes), best.model, told)
    return None if chosen == ENGINES[engine].model else chosen


def _plan(cloned: ClonedVoice, place: Path, wishes: Wishes) -> Plan:
    kind = cloned.model.kind if cloned.model else kind_of_name(cloned.asked_model)
    return Plan(
        cloned,
        place,
        listener=bool(missing_modules()),
        environment=not cloned.python.exists(),
        model=not _is_there(cloned) and not is_folder(cloned.asked_model),
        reference=kind == BASE and _is_wanting(place, wishes),
    )


def _is_wanting(where: Path, wishes: Wishes) -> bool:
    """Whether something is to be done about the recording: it is not there, or not whole."""
    whole = (where / SOUND).is_file() and (where / TRANSCRIPT).is_file()
    if not whole or not who_agreed(where):
        return True
    if wishes.recording is not None:
        return not came_from(where, wishes.recording)
    return wishes.record and wishes.replace
