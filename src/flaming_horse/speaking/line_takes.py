"""`takes` and `record`: the takes of one line, another of them, a person's own, and the choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flaming_horse.build import narration
from flaming_horse.build.consent import tell_allowed_voice
from flaming_horse.build.precache_voiceovers import chosen_voice, way_out
from flaming_horse.config import Options, settings_of
from flaming_horse.engine.failures import translated
from flaming_horse.engine.lock import ProjectLock
from flaming_horse.errors import WrongInput
from flaming_horse.model.narration import SpokenLine
from flaming_horse.project import Project
from flaming_horse.speaking.take_listing import CHOSEN, told, voice_of
from flaming_horse.writing.project_storyboard import storyboard_of
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.errors import VoiceFailed as SpeakingFailed
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.pinned_takes import PinnedTakes, spoken_by
from flaming_horse_voice.speech_service import project_store
from flaming_horse_voice.takes import FAULT, PERSON, Take, TakeStore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

READING_S, A_WORD_S = 3.0, 0.7
"""Time to read a line aloud from the screen: a breath, and slow speech."""


class FilmTakes:
    """The lines of a project's storyboard, its voice, and where their takes are."""

    def __init__(self, project: Project, options: Options) -> None:
        self.of = f"--project {project.name}"
        self._file = project.storyboard
        storyboard = storyboard_of(project)
        settings = settings_of(project.folder, options)
        spoken = narration.spoken_lines(storyboard, settings.voice)
        self._spoken = {line.id: line for line in spoken}
        named = storyboard.settings.voice
        self.choice = chosen_voice(settings, options.voice, named, project.folder)
        self.language = storyboard.settings.language
        self.store = project_store(project.folder)
        self.pinned = PinnedTakes(project.folder)
        self.store.vouched = self.pinned.store.vouched = settings.trust.own

    @property
    def lines(self) -> tuple[LineTakes, ...]:
        return tuple(LineTakes(self, line) for line in self._spoken.values())

    def line(self, line_id: str) -> LineTakes:
        """The line of that id. Raises WrongInput where there is none; the others are named."""
        if line_id in self._spoken:
            return LineTakes(self, self._spoken[line_id])
        near = get_close_matches(line_id, self._spoken, n=1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        listed = "; ".join(f"{line.id} ({line.text[:30]}…)" for line in self._spoken.values())
        raise WrongInput(
            f"there is no line {line_id!r} in {self._file}", remedy=f"{hint}The lines: {listed}"
        )


class LineTakes:
    """One line of a storyboard and its takes."""

    def __init__(self, film: FilmTakes, line: SpokenLine) -> None:
        self.line = line
        self.of, self.choice = film.of, film.choice
        self.store, self.pinned = film.store, film.pinned
        asked = film.choice.asked_for(line, film.language)
        self.request = SpokenRequest(line.id, asked, film.language)

    def all(self) -> tuple[Take, ...]:
        """The takes of the line's words, the oldest first; those under `voice/` among them."""
        kept = self._said(self.pinned.store)
        for take in kept:
            if self.store.get(take.key) is None:
                self.store.adopt(take.key, self.pinned.store)
        chosen = {take.key: take for take in kept}
        return tuple(chosen.get(take.key, take) for take in self._said(self.store))

    def _said(self, store: TakeStore) -> tuple[Take, ...]:
        """The takes of the line's words, whichever way they give its letters."""
        request = self.request
        spellings = dict.fromkeys((self.choice.asked_to_say(self.line.speech), request.speech))
        return tuple(t for words in spellings for t in store.of_speech(words, request.language))

    def used(self) -> Take | None:
        """The take that a build would use; None where it would speak the line."""
        with Mediator(self.choice, self.store, pinned=self.pinned) as voice:
            return voice.find(self.request)

    def take(self, named: str) -> Take:
        """The take of that number, or whose key begins so. Raises WrongInput without one."""
        takes = self.all()
        if named.isdecimal() and 1 <= int(named) <= len(takes):
            return takes[int(named) - 1]
        found = [take for take in takes if len(named) >= 4 and take.key.startswith(named)]
        if len(found) == 1:
            return found[0]
        numbers = f"1 to {len(takes)}" if takes else "none: build the film, or record one"
        raise WrongInput(
            f"line {self.line.id} has no take {named!r}",
            remedy=f"Its takes: {numbers}. See: flaming-horse takes {self.line.id} {self.of}",
        )

    def choose(self, take: Take) -> None:
        """Pin a take; what was wrong with it does not count any more, but is remembered."""
        if take.service != PERSON and not spoken_by(take, self.choice):
            raise WrongInput(
                f"this take of line {self.line.id} is by another voice: {voice_of(take)}",
                remedy=f"The film speaks with {self.choice.service}; choose that voice first.",
            )
        if take.fault:
            told = dict(take.provenance)
            told[CHOSEN] = told.pop(FAULT)
            chosen = replace(take, provenance=told)
            sound = self.store.read_sound(take.key)
            known = self.store.believed(take.key)
            take = self.pinned.store.put(chosen, sound, brought=not known)
        self.pinned.pin(self.line.id, take, self.store)

    def _believed(self, take: Take) -> bool:
        return self.store.believed(take.key) or self.pinned.store.believed(take.key)

    def as_json(self) -> dict[str, Any]:
        used, pin = self.used(), self.pinned.pin_of(self.request)
        return {
            "line": self.line.id,
            "text": self.line.text,
            "spoken": self.line.speech,
            "pinned": bool(pin and used and pin.take == used.key),
            "takes": [
                told(number, take, used, self.store.path(take.key), believed=self._believed(take))
                for number, take in enumerate(self.all(), 1)
            ],
        }


def overview(project: Project, options: Options) -> dict[str, Any]:
    """Every line of the storyboard with the take that is in the film."""
    with translated(VoiceError):
        return {"lines": [line.as_json() for line in FilmTakes(project, options).lines]}


def listed(
    project: Project,
    line_id: str,
    options: Options,
    *,
    choose: str | None,
    release: bool,
    play: str | None,
) -> dict[str, Any]:
    """The takes of a line, after one was chosen, or the choice given up, or one was played.

    Raises:
        WrongInput: there is no such line or take.
        NotInstalled: nothing here can play.
    """
    from flaming_horse_voice.sound_device import play as play_sound

    with translated(VoiceError):
        note = _released(project, line_id) if release else ""
        takes = FilmTakes(project, options).line(line_id)
        if choose is not None:
            with ProjectLock(project.hidden / "lock"):
                takes.choose(takes.take(choose))
            note = f"chosen; the next build uses it: flaming-horse build {project.name}"
        if play is not None:
            take = takes.take(play)
            file = takes.store.path(take.key)
            play_sound(takes.store.read_sound(take.key), take.sample_rate, f"play {file}")
        return {**takes.as_json(), "note": note}


def _released(project: Project, line_id: str) -> str:
    """Give up a line's choice, also that of a line which is not there any more."""
    with ProjectLock(project.hidden / "lock"):
        pin = PinnedTakes(project.folder).release(line_id)
    return "given up; the film's voice speaks it" if pin else "nothing was chosen"


def spoken_again(
    project: Project, line_id: str, options: Options, say: Callable[[str], None]
) -> dict[str, Any]:
    """Have the film's voice speak a line once more, and choose that take when it is good.

    Raises:
        WrongInput: the voice says the same words the same way each time.
        VoiceFailed: no attempt was good; the best of them is among the line's takes.
    """
    with translated(VoiceError), ProjectLock(project.hidden / "lock"):
        takes = FilmTakes(project, options).line(line_id)
        choice = takes.choice
        if choice.row.deterministic:
            raise WrongInput(
                f"{choice.service} says the same words the same way each time",
                remedy="Change the line's words, or how they are said with say or pronounce; or"
                f" speak it yourself: flaming-horse record {line_id} {takes.of} --file FILE",
            )
        tried = [take for take in takes.all() if spoken_by(take, choice)]
        seeds = [int(t.provenance.get("seed", choice.seed)) + t.attempts for t in tried]
        tell_allowed_voice(choice, say)
        say(f"{choice.service} speaks: {takes.line.text}")
        another = replace(choice, seed=max(seeds, default=choice.seed))
        try:
            with Mediator(another, takes.store) as mediator:
                take = mediator.speak([takes.request])[0]
        except SpeakingFailed as failed:
            failed.remedy = way_out(failed, takes.of, choice)
            raise
        takes.choose(take)
        return {**takes.as_json(), "note": _recorded_note(project, tried)}


def recorded(
    project: Project,
    line_id: str,
    options: Options,
    file: Path | None,
    say: Callable[[str], None],
    *,
    accept_any: bool,
) -> dict[str, Any]:
    """Take a person's own recording of a line: from a file, or from the microphone without one.

    Raises:
        WrongInput: the recording does not say the line.
        NotInstalled: no listener, or no microphone.
    """
    from flaming_horse_voice.own_recording import own_recording
    from flaming_horse_voice.reference import decoded

    with translated(VoiceError), ProjectLock(project.hidden / "lock"):
        takes = FilmTakes(project, options).line(line_id)
        sound, rate = decoded(file) if file else _from_microphone(takes, say)
        made = own_recording(takes.request, sound, rate, accept_any=accept_any)
        take = takes.store.put(made.take, made.sound)
        takes.choose(take)
        return {**takes.as_json(), "note": _recorded_note(project, takes.all()[:-1])}


def _from_microphone(
    takes: LineTakes, say: Callable[[str], None]
) -> tuple[NDArray[np.float32], int]:
    from flaming_horse_voice.sound_device import RECORD_RATE, sound_device
    from flaming_horse_voice.sound_device import recorded as heard

    otherwise = (
        f"record with any program: flaming-horse record {takes.line.id} {takes.of} --file FILE"
    )
    device = sound_device("recording", otherwise)
    seconds = READING_S + A_WORD_S * len(takes.line.words)
    say(f"Read this aloud, within {seconds:.0f} seconds from now:\n\n  {takes.line.text}\n")
    return heard(device, seconds, otherwise), RECORD_RATE


def _recorded_note(project: Project, before: Any) -> str:
    note = f"chosen; the next build uses it: flaming-horse build {project.name}"
    return f"{note}; to go back: --choose or --release" if before else note
