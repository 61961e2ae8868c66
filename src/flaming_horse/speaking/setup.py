"""`voice setup`: everything between a recording and a voice that speaks, in one go.

Each step looks first whether it is done: after an interruption the same command goes on.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from flaming_horse.engine.failures import translated
from flaming_horse.speaking import setup_recording
from flaming_horse.speaking.setup_person import Person
from flaming_horse.speaking.setup_plan import Plan, Wishes, planned
from flaming_horse.speaking.target import Target
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.listen.extra import MEGABYTES, install
from flaming_horse_voice.own_voice import own_voice
from flaming_horse_voice.prepare.pin_file import write_value
from flaming_horse_voice.prepare.steps import prepare
from flaming_horse_voice.reference_files import SOUND
from flaming_horse_voice.trust import made_here

Say = Callable[[str], None]


def set_up(target: Target, wishes: Wishes, person: Person, say: Say) -> dict[str, Any]:
    """Bring the recording in, make the engine ready and speak one line; what was done.

    Raises:
        WrongInput: an answer is missing and nobody is there to give it, or one cannot be used.
        NotInstalled: something it needs cannot be had.
        VoiceFailed: the voice does not speak.
    """
    folder = target.folder
    making = made_here(folder) if target.project else contextlib.nullcontext()
    with translated(VoiceError), making:
        trust = target.trust(allowed=wishes.allow_code)
        wishes, plan = planned(folder, target.settings(), trust, wishes, person)
        say(f"Your own voice for {target}:")
        for row in plan.rows():
            say(f"  {row}")
        if plan.reference:
            wishes = setup_recording.answered(folder, plan.place, wishes, person)
        _agree(plan, wishes, person, say)
        if plan.listener:
            say(f"installing the listener ({MEGABYTES} MB)")
            install()
        if plan.reference:
            setup_recording.bring(folder, plan.place, wishes, person, say)
        if target.project is None and (plan.place / SOUND).is_file():
            write_value(target.settings_file, "voice", "reference", str(plan.place.absolute()))
        done = prepare(
            folder,
            target.settings(),
            engine=wishes.engine,
            model=wishes.model,
            accept_any_reference=wishes.accept_any_reference,
            allow_code=wishes.allow_code,
            sample=target.sample,
            say=say,
        )
        _choose(target, str(wishes.engine))
    return {
        "service": done.service,
        "project": str(folder) if target.project else "",
        "settings": str(target.settings_file),
        "prepared": done.done,
        "fault": done.fault,
        "notes": list(done.notes),
        "ready": dict(done.evidence),
        "sample": str(target.sample) if target.sample.is_file() else "",
        "next": target.next_step,
    }


def _agree(plan: Plan, wishes: Wishes, person: Person, say: Say) -> None:
    """Say what is to be downloaded, and go on with a person's leave; nothing is fetched before."""
    if plan.fetches and not wishes.yes:
        person.needs("--yes", "to download and install what is named above")
    person.all_answered(plan.cloned.setup)
    if plan.model:
        say(f"  {plan.download()}")
    if plan.fetches and not wishes.yes:
        person.agree("Download and install this")


def as_text(answer: Mapping[str, Any]) -> str:
    """What was done, and what is next, for a person."""
    ready = answer["ready"]
    rows = [f"{answer['service']} speaks with your voice: {ready['model']}"]
    if answer["fault"]:
        rows = [
            f"{answer['service']} is set up, but what it spoke is not good: {answer['fault']}",
            "  hear it; a longer or cleaner recording (--replace) or a larger model may be better",
            f"  model: {ready['model']}",
        ]
    if answer["prepared"]:
        measured = ready["measured"]
        rows.append(f"  on {ready['device']}, {ready['precision']}, {measured['peak_memory']}")
        rows.append(f"  {measured['line_sound_s']} s of sound in {measured['line_s']} s")
    else:
        rows.append("  it was ready already, and nothing changed")
    rows += [f"  note: {note}" for note in answer["notes"]]
    if answer["sample"]:
        rows.append(f"  hear it: {answer['sample']}")
    return "\n".join([*rows, f"next: {answer['next']}"])


def _choose(target: Target, engine: str) -> None:
    """Make the voice the one that speaks from now on."""
    table = target.settings().get("voice", {}) if target.project else own_voice()
    write_value(target.settings_file, "voice", "service", engine)
    if "backend" in table:
        write_value(target.settings_file, "voice", "backend", engine)
