"""`voice prepare`: environment, model, one load, one clone prompt, one line, evidence and pin."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flaming_horse_voice.checked_references import examined
from flaming_horse_voice.cloned import ClonedVoice
from flaming_horse_voice.errors import NotInstalled, WrongInput
from flaming_horse_voice.listen.extra import need_listening
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.named_commands import setup_command
from flaming_horse_voice.own_voice import READY as OWN_READY
from flaming_horse_voice.own_voice import home, own_file
from flaming_horse_voice.prepare.environment import Interpreter, ensure, probe
from flaming_horse_voice.prepare.evidence import figures, fingerprint, is_pinned, pin_of
from flaming_horse_voice.prepare.fetch import fetch
from flaming_horse_voice.prepare.models import (
    BASE,
    Model,
    find_model,
    is_folder,
    kind_of_name,
)
from flaming_horse_voice.prepare.pin_file import write_table
from flaming_horse_voice.prepare.pins import ENGINES
from flaming_horse_voice.prepare.ready import (
    READY,
    changes,
    evidence_of,
    read_ready,
    write_ready,
)
from flaming_horse_voice.reference_files import SOUND, find_reference
from flaming_horse_voice.service_factory import VoiceChoice, choose_voice
from flaming_horse_voice.sound_files import write_sound
from flaming_horse_voice.takes import TakeStore
from flaming_horse_voice.temporary import temporary_folder
from flaming_horse_voice.trust import Trust, tell_allowed, trust_of
from flaming_horse_voice.user_settings import user_settings, user_settings_file
from flaming_horse_voice.voice_settings import FILE

TEST_LINE = "This is the voice that will speak your film."
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `voice prepare` did: `changed` is empty, and `done` False, when nothing had to be.

    `evidence` is what ready.json says; `notes` are findings that do not stop anything, `fault`
    what is wrong with the line that was spoken.
    """

    service: str
    done: bool
    changed: tuple[str, ...]
    evidence: Mapping[str, Any]
    notes: tuple[str, ...]
    fault: str = ""


def prepare(
    folder: Path,
    settings: Mapping[str, Any],
    *,
    engine: str | None = None,
    model: str | None = None,
    named: str | None = None,
    accept_any_reference: bool = False,
    allow_code: bool = False,
    sample: Path | None = None,
    say: Say,
) -> Prepared:
    """Make a cloned voice ready for the project in `folder`, or for all where that is `home()`.

    The pin goes to the settings file, of the project or of the user, the spoken line to `sample`.

    `settings` is the content of its flaming-horse.toml (nothing for all), `engine` "mlx" or "qwen"
    (else the project's voice), `model` a folder or a hub id, `named` a voice of `[voices]`. A
    reference recording that fails its check is refused, unless `accept_any_reference`. Raises
    NotInstalled, WrongInput or VoiceFailed; what was made until then is kept and not made again.
    """
    own = folder == home()
    trust = Trust(folder, own=True, allowed=False) if own else trust_of(folder, allowed=allow_code)
    choice = _chosen(folder, settings, engine, model, named, trust)
    if model and is_folder(model) and not trust.own:
        _refuse_folder(model, choice.service, trust)
    cloned = choice.cloned
    assert cloned is not None
    tell_allowed(cloned.allowed, say)
    place = OWN_READY if own else READY
    before = evidence_of(read_ready(folder, place), choice.service)
    now = _known(choice)
    if now is not None and cloned.pin and is_pinned(cloned.pin, now) and not changes(before, now):
        return Prepared(choice.service, False, (), before, ())
    changed = tuple(changes(before, now)) if before and now is not None else ()
    for change in changed:
        say(f"changed: {change}")
    need_listening()
    notes = _reference_notes(cloned, say, accept_any=accept_any_reference)
    _stay_inside(choice, folder)
    interpreter = ensure(cloned.python, cloned.engine, say, cloned.way_out)
    cloned_model = _model(cloned, say)
    if cloned_model.kind == BASE and cloned.reference is None:
        find_reference(cloned.reference_folder, setup=cloned.setup)  # says what is missing
    choice = replace(choice, cloned=replace(cloned, model=cloned_model, pin={}))
    evidence, trial_notes, fault = _tried(choice, interpreter, say, sample)
    file = own_file() if own else folder / FILE
    prefix = f"voices.{named}" if named else "voice"
    written = user_settings() if own else settings
    table = _engine_table(written, named, cloned.engine)
    completed = dict(table)
    if model:
        completed["model"] = cloned.asked_model
        completed.pop("revision", None)
    if own:
        completed.update(_of_this_shell(choice))
    if completed != table:
        write_table(file, f"{prefix}.{cloned.engine}", completed)
    write_table(file, f"{prefix}.pin.{cloned.engine}", pin_of(evidence))
    write_ready(folder, evidence, place)
    return Prepared(choice.service, True, changed, evidence, (*notes, *trial_notes), fault)


def _chosen(
    folder: Path,
    settings: Mapping[str, Any],
    engine: str | None,
    model: str | None,
    named: str | None,
    trust: Trust,
) -> VoiceChoice:
    """The voice to prepare. Raises WrongInput for one that needs no preparation."""
    if engine is not None and engine not in ENGINES:
        raise WrongInput(f"there is no engine {engine!r}", remedy=f"known: {', '.join(ENGINES)}")
    choice = choose_voice(
        settings, os.environ, engine or named, named if engine else None,
        folder=folder, whole=False, model=model, trust=trust,
    )  # fmt: skip
    if choice.cloned is None:
        setup = setup_command("mlx", None if folder == home() else folder)
        raise WrongInput(
            f"the voice {choice.service} ({choice.origins['service']}) needs no preparation",
            remedy=f"name an engine of your own voice, mlx or qwen: {setup}",
        )
    return choice


def _stay_inside(choice: VoiceChoice, folder: Path) -> None:
    """A project's settings have nothing made, or installed, outside of the project.

    Raises NotInstalled where that would have to be; an environment that has all is only used.
    """
    cloned, origin = choice.cloned, choice.origins.get("python", "")
    assert cloned is not None
    inside = cloned.python.parent.resolve().is_relative_to(folder.resolve())
    if not origin.startswith(FILE) or inside:
        return
    row = ENGINES[cloned.engine]
    if not cloned.python.exists():
        wrong = "is not there"
    elif lacking := probe(cloned.python, cloned.engine).lacking(row):
        wrong = f"lacks {', '.join(lacking)}"
    else:
        return
    raise NotInstalled(
        f"{cloned.python} ({origin}) {wrong}, and lies outside of the project:"
        " nothing is made or installed there for a project's settings",
        remedy=f"remove python there, and an environment of our own is made; or, if you want"
        f" one in that place: export {row.prefix}_PYTHON={cloned.python}",
    )


def _refuse_folder(model: str, engine: str, trust: Trust) -> None:
    """A folder of this machine would be written into a project whose folders do not count."""
    raise WrongInput(
        f"this project {trust.why}: what its file says about folders does not count",
        remedy=f'write model = "{model}" under [voice.{engine}] in your own settings,'
        f" {user_settings_file()}, and prepare without --model",
    )


def _known(choice: VoiceChoice) -> dict[str, Any] | None:
    """The fingerprint as it is now, told without loading anything; None when a part is missing."""
    cloned = choice.cloned
    assert cloned is not None
    if cloned.model is None or cloned.model.folder is None or not cloned.python.exists():
        return None
    if cloned.model.kind == BASE and cloned.reference is None:
        return None
    return fingerprint(choice, probe(cloned.python, cloned.engine, cloned.way_out))


def _model(cloned: ClonedVoice, say: Say) -> Model:
    """The model on the disk, fetched where it is a hub's and not there."""
    if cloned.model is not None and cloned.model.folder is not None:
        return cloned.model
    if not is_folder(cloned.asked_model):
        fetch(cloned.asked_model, cloned.asked_revision, say)
    return find_model(cloned.asked_model, cloned.asked_revision)


def _reference_notes(cloned: ClonedVoice, say: Say, *, accept_any: bool) -> tuple[str, ...]:
    """Check the recording that will be cloned, before anything large is fetched for it.

    What is to be said about it. Raises WrongInput when it is missing or cannot be cloned.
    """
    if (cloned.model.kind if cloned.model else kind_of_name(cloned.asked_model)) != BASE:
        return ()
    where = cloned.reference_folder
    find_reference(where, setup=cloned.setup)  # says what is missing
    say(f"checking the reference recording {where / SOUND}")
    reference = examined(cloned, accept_any=accept_any)
    return tuple(
        f"the reference recording: {finding.what}; {finding.remedy}"
        for finding in reference.findings
    )


def _tried(
    choice: VoiceChoice, interpreter: Interpreter, say: Say, sample: Path | None
) -> tuple[dict[str, Any], tuple[str, ...], str]:
    """Load, clone, speak one line; the evidence, what is to be said, and the line's fault."""
    cloned = choice.cloned
    assert cloned is not None
    say(f"loading {choice.model} {choice.revision[:12]}")
    with (
        temporary_folder() as scratch,
        Mediator(choice, TakeStore(Path(scratch)), accept_any=True) as mediator,
    ):
        loaded = mediator.start()
        say("speaking a test line")
        began = time.monotonic()
        take = mediator.speak([SpokenRequest("test", TEST_LINE, "en")])[0]
        took = (time.monotonic() - began) / take.attempts
        if sample is not None:
            store = TakeStore(Path(scratch))
            write_sound(sample, store.read_sound(take.key), take.sample_rate)
    notes = [f"not the tested version: {package}" for package in interpreter.untested(_row(cloned))]
    notes += [str(note) for note in loaded.loaded.get("notes") or ()]
    if take.fault:
        notes.append(f"the test line is not good: {take.fault}")
    evidence = {
        **fingerprint(choice, interpreter),
        "device": loaded.loaded.get("device", ""),
        "precision": loaded.loaded.get("precision", ""),
        "versions": dict(loaded.loaded.get("versions") or {}),
        "measured": figures(loaded, take, took),
    }
    return evidence, tuple(notes), take.fault


def _of_this_shell(choice: VoiceChoice) -> dict[str, str]:
    """What only the environment names, and the next shell may not."""
    cloned = choice.cloned
    assert cloned is not None
    named = {"python": cloned.python, "script": cloned.script, "model": cloned.asked_model}
    prefix = _row(cloned).prefix
    return {
        key: str(value)
        for key, value in named.items()
        if choice.origins.get(key, "").startswith(prefix)
    }


def _engine_table(settings: Mapping[str, Any], named: str | None, engine: str) -> dict[str, Any]:
    table = settings.get("voices", {}).get(named, {}) if named else settings.get("voice", {})
    return dict(table.get(engine) or {})


def _row(cloned: ClonedVoice) -> Any:
    return ENGINES[cloned.engine]
