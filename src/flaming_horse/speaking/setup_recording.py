"""The recording in `voice setup`: what is asked about it, and how it comes into its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flaming_horse.errors import WrongInput
from flaming_horse.speaking.setup_person import Person
from flaming_horse.speaking.setup_plan import Wishes
from flaming_horse_voice.reference_add import (
    FOLDER,
    READ_ALOUD,
    add_reference,
    complete_reference,
    record_reference,
    who_agreed,
)
from flaming_horse_voice.reference_files import SOUND, TRANSCRIPT

Say = Callable[[str], None]


def answered(folder: Path, where: Path, wishes: Wishes, person: Person) -> Wishes:
    """The wishes with recording, transcript and consent, which have no default.

    `where` is the folder in which the voice's recording is looked for, `folder` the project's.
    Raises WrongInput where another recording is there, or the place is not ours to write to.
    """
    there = (where / SOUND).is_file()
    if not there and where.resolve() != (folder / FOLDER).resolve():
        raise WrongInput(
            f"the recording is looked for in {where}, and there is none",
            remedy=f"Put {SOUND} and {TRANSCRIPT} there yourself, or remove that setting.",
        )
    if not there and wishes.recording is None and not wishes.record:
        named = person.ask(
            "A sound file with about ten seconds of your voice (empty: record it now)",
            "--recording FILE, or --record",
            "about ten seconds of the voice, from a file or from the microphone",
            empty=True,
        )
        wishes = replace(wishes, record=not named, recording=Path(named) if named else None)
    new = wishes.recording is not None or wishes.record
    if there and new and not wishes.replace:
        raise WrongInput(
            f"there is a voice already: {where / SOUND}",
            remedy="Give --replace to put the new recording in its place.",
        )
    beside = wishes.recording.with_suffix(".txt") if wishes.recording else where / TRANSCRIPT
    wishes = wishes if wishes.record else _with_text(beside, wishes, person)
    whose = wishes.whose or ("" if new else who_agreed(where))
    if not whose:
        whose = person.ask(
            "Whose voice is it? By giving a name you say that they agree to be cloned",
            '--whose "NAME"',
            "whose voice it is; with it you say that they agree to be cloned",
        )
    return replace(wishes, whose=whose)


def _with_text(beside: Path, wishes: Wishes, person: Person) -> Wishes:
    """What is said: as told, as the text file beside the recording says, or as it is heard."""
    if wishes.text or wishes.text_as_heard:
        return wishes
    written = beside.read_text("utf-8", "replace").strip() if beside.is_file() else ""
    if written:
        return replace(wishes, text=written)
    told = person.ask(
        "What is said in it, word for word (empty: have it written down)",
        '--text "…", or --text-as-heard',
        "what is said in the recording, word for word, or the listener's word for it",
        empty=True,
    )
    return replace(wishes, text=told, text_as_heard=not told)


def bring(folder: Path, where: Path, wishes: Wishes, person: Person, say: Say) -> None:
    """Put the recording, its transcript and the consent in place; parts may be there."""
    if wishes.recording is not None:
        added = add_reference(
            folder, wishes.recording,
            whose=wishes.whose, text=wishes.text, replace=wishes.replace,
        )  # fmt: skip
        for note in added.notes:
            say(f"  the recording: {note}")
    elif wishes.record:
        record_reference(
            folder, whose=wishes.whose, text=wishes.text or READ_ALOUD,
            replace=wishes.replace, say=say,
        )  # fmt: skip
    else:
        complete_reference(where, whose=wishes.whose, text=wishes.text)
    if wishes.text_as_heard:
        said = (where / TRANSCRIPT).read_text("utf-8").strip()
        told = person.correct("heard in the recording; mend it where it is wrong", said)
        if told != said:
            complete_reference(where, whose=wishes.whose, text=told)
        say(f"  what is said, as written in {where / TRANSCRIPT}: {told}")
