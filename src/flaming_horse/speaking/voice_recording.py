"""`voice add`, `voice record` and `voice check`: the recording that a voice is cloned from."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace as changed
from pathlib import Path
from typing import Any

from flaming_horse.engine.failures import translated
from flaming_horse.errors import WrongInput
from flaming_horse.speaking.target import Recording, Target, recording_of
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.named_commands import project_option
from flaming_horse_voice.own_voice import name_own_reference
from flaming_horse_voice.reference import SOUND, Examined, check_reference
from flaming_horse_voice.reference_add import (
    FOLDER,
    READ_ALOUD,
    Added,
    add_reference,
    record_reference,
)
from flaming_horse_voice.service_factory import choose_voice

_ADD = "flaming-horse voice add FILE"


def added(target: Target, file: Path, whose: str, text: str, *, replace: bool) -> dict[str, Any]:
    """Import a recording; what became of it. Raises FlamingHorseError."""
    before = _to_be_replaced(target, replace=replace)
    with translated(VoiceError):
        done = add_reference(target.folder, file, whose=whose, text=text, replace=replace)
        return _told(target, before, done)


def recorded(
    target: Target,
    whose: str,
    text: str,
    seconds: float,
    say: Callable[[str], None],
    *,
    replace: bool,
) -> dict[str, Any]:
    """Record from the microphone; what became of it. Raises FlamingHorseError."""
    before = _to_be_replaced(target, replace=replace)
    say(f"the recording of {target}, to be kept in {target.folder / FOLDER}:")
    with translated(VoiceError):
        done = record_reference(
            target.folder,
            whose=whose,
            text=" ".join(text.split()) or READ_ALOUD,
            seconds=seconds,
            replace=replace,
            say=say,
        )
        return _told(target, before, done)


def checked(target: Target, *, allow_code: bool = False) -> dict[str, Any]:
    """What is to be said about the recording that would be cloned. Raises FlamingHorseError."""
    found = recording_of(target)
    with translated(VoiceError):
        trust = target.trust(allowed=allow_code)
        settings = target.settings()
        choice = choose_voice(settings, os.environ, folder=target.folder, whole=False, trust=trust)
        if choice.cloned is not None and choice.cloned.reference_folder != found.folder:
            found = changed(found, folder=choice.cloned.reference_folder)
        return {**_of(target, found), **_examined(target, found, check_reference(found.folder))}


def _to_be_replaced(target: Target, *, replace: bool) -> Recording:
    """The recording that counts until now. Raises WrongInput where another would not count."""
    target.require_settings()
    now, place = recording_of(target), target.folder / FOLDER
    if now.named_by and now.folder.resolve() != place.resolve():
        raise WrongInput(
            f"{now.whose} lies in {now.folder}: one in {place} would not count",
            remedy=f"Put {SOUND} and ref.txt there yourself, or remove that setting"
            f" ({now.named_by}).",
        )
    if target.project is None and (now.folder / SOUND).exists() and not replace:
        raise WrongInput(
            f"there is a voice already: {now.folder / SOUND}",
            remedy="Give --replace to put this one in its place.",
        )
    return now


def as_text(answer: dict[str, Any]) -> str:
    """The recording and its findings, for a person."""
    good = "can be cloned" if answer["good"] else "cannot be cloned yet"
    rows = [f"{answer['of']}, {answer['folder']}: {good}"]
    rows += [f"  {note}" for note in answer.get("notes", ())]
    for finding in answer["findings"]:
        rows += [f"  {finding['what']}", f"    {finding['remedy']}"]
    if answer.get("transcribed"):
        rows += [
            f"  heard: {answer['text']}",
            f"    compare it with the recording, and mend {answer['transcript']}",
        ]
    return "\n".join(rows)


def _told(target: Target, before: Recording, done: Added) -> dict[str, Any]:
    """What was brought, after it was made to count."""
    notes, place = [*done.notes], done.sound.parent
    if target.project is None:
        name_own_reference()
        if before.folder.resolve() != place.resolve():
            notes.append(f"until now it was that in {before.folder}, where nothing was touched")
    elif before.is_own:
        notes.append(f"the project took your recording for all projects until now, {before.folder}")
    return {
        **_of(target, recording_of(target)),
        "recording": str(done.sound),
        "transcript": str(done.transcript),
        "text": done.text,
        "transcribed": done.transcribed,
        "notes": notes,
        **_examined(target, recording_of(target), done.examined),
    }


def _of(target: Target, found: Recording) -> dict[str, Any]:
    project = str(target.folder) if target.project else ""
    return {"of": found.whose, "project": project, "folder": str(found.folder)}


def _examined(target: Target, of: Recording, examined: Examined) -> dict[str, Any]:
    add = f"{_ADD}{project_option(target.folder)}" if target.project else _ADD
    if of.is_own and target.project:
        add = "flaming-horse voice setup --recording FILE --replace"  # for all, from anywhere
    return {
        "good": examined.good,
        "measured": dict(examined.measured),
        "findings": [
            {"what": f.what, "remedy": f.remedy.replace(_ADD, add), "serious": f.serious}
            for f in examined.findings
        ],
        "words_heard_error": examined.heard.error_rate if examined.heard else None,
    }
