"""The phase `precache_voiceovers`: every line has a take of the voice that was asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flaming_horse.config import Options, Settings
from flaming_horse.engine.failures import translated
from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.narration import (
    UNKNOWN,
    Narration,
    RecordedLine,
    SpokenLine,
    VoiceIdentity,
)
from flaming_horse.model.storyboard import Storyboard
from flaming_horse.project import Project, write_text
from flaming_horse.writers.document_language import DocumentLanguage
from flaming_horse.writing.film_language import can_speak, refuse_unspoken
from flaming_horse_voice.cloned import REFERENCE_VARIABLE
from flaming_horse_voice.compat.old_caches import bring_old_caches
from flaming_horse_voice.dictionaries import pronunciations
from flaming_horse_voice.errors import VoiceError
from flaming_horse_voice.errors import VoiceFailed as SpeakingFailed
from flaming_horse_voice.judging import ListenTo
from flaming_horse_voice.mediator import Mediator, SpokenRequest
from flaming_horse_voice.pinned_takes import Pin, PinnedTakes
from flaming_horse_voice.reference_add import who_agreed
from flaming_horse_voice.service_factory import VoiceChoice, choose_voice
from flaming_horse_voice.speech_service import project_store
from flaming_horse_voice.takes import PERSON, Take, TakeStore
from flaming_horse_voice.text.spoken import without_phonemes


@dataclass(frozen=True, slots=True)
class LineTake:
    """What there is of a line: its take's key, and the take where it is good, else its `fault`."""

    key: str
    recorded: RecordedLine | None = None
    fault: str = ""


class Recording:
    """The lines of a film and the voice that speaks them."""

    def __init__(
        self,
        project: Project,
        storyboard: Storyboard,
        lines: Sequence[SpokenLine],
        settings: Settings,
        options: Options,
        *,
        looks_only: bool = False,
    ) -> None:
        self._accept_any = options.accept_any_take
        self._listen: ListenTo = settings.listen.value
        self._choice: VoiceChoice = chosen_voice(
            settings, options.voice, storyboard.settings.voice, project.folder
        )
        self._language = storyboard.settings.language
        self._file = storyboard.file
        self._pronounce = (settings.voice, dict(storyboard.settings.pronounce))
        self._lines = lines
        self._places = {line.id: line.place for line in storyboard.lines}
        self._store = project_store(project.folder)
        self._store.looks_only = looks_only
        self._pinned = PinnedTakes(project.folder)
        self._own = settings.trust.own
        self._store.vouched = self._pinned.store.vouched = self._own
        self._of = f"--project {project.name}"

    @property
    def voice(self) -> VoiceIdentity:
        """Who speaks, as the film's report names it."""
        told = self._choice.fingerprint
        cloned = self._choice.cloned
        reference = cloned.reference if cloned else None
        return VoiceIdentity(
            told.service,
            told.model,
            told.revision,
            told.speaker,
            self._language,
            consent=self._consent(reference.sound.parent) if reference else "",
        )

    def _consent(self, folder: Path) -> str:
        """Who agreed to be cloned; a file that came with a project is nobody's word."""
        named = os.environ.get(REFERENCE_VARIABLE)
        believed = self._own or (bool(named) and folder == Path(named).expanduser())
        return who_agreed(folder, believed=believed)

    def describe(self) -> str:
        """The voice in a few words, with where the choice came from."""
        voice = self.voice
        speaker = f" {voice.speaker}" if voice.speaker else ""
        origin = self._choice.origins.get("service", "built in")
        return f"{voice.service}{speaker}, model {voice.model} ({origin})"

    def origins(self) -> dict[str, str]:
        """Each setting of the voice with its value and its origin."""
        return {
            f"voice {name}": f"{self._choice.settings[name]} ({origin})"
            for name, origin in self._choice.origins.items()
            if self._choice.settings[name]
        }

    def bring_old_caches(self) -> str:
        """Make takes of the predecessor's recordings; what came of it, "" when nothing is new."""
        with translated(VoiceError):
            brought = bring_old_caches(
                self._store.folder.parent.parent,
                self._choice,
                self._store,
                language=self._language,
                pronounce=pronunciations(*self._pronounce).entries,
                lines=[self._request(line).speech for line in self._lines],
            )
        return "" if brought is None else str(brought)

    def tell_damage(self, say: Callable[[str], object]) -> None:
        """Say of each damaged take, once, that its line is spoken anew."""
        self._store.on_damage = lambda what: say(f"{what}; its line is spoken anew")

    def refuse_changed_recordings(self) -> None:
        """Stop where a line's words have changed since a person spoke it, or a choice is lost.

        Raises:
            WrongInput: another voice must not take their place without a word.
        """
        with translated(VoiceError):
            self._pinned.refuse_forgotten(self._request(line) for line in self._lines)
            changed = [pin for pin in self._void_pins() if pin.own and pin.line in self._places]
        of = self._of
        for pin in changed:
            raise WrongInput(
                f"line {pin.line} is your own recording, and its words have changed since;"
                f" it says: {pin.speech!r}",
                place=self._places[pin.line],
                remedy=f"Record it again: flaming-horse record {pin.line} {of} --file FILE; or have"
                f" the film's voice speak it: flaming-horse takes {pin.line} {of} --release",
            )

    def refuse_unspoken(self, language: DocumentLanguage) -> None:
        """Stop where this voice would have to speak a line in a language that it does not speak.

        Raises:
            WrongInput: with what can. What a person has spoken needs no voice.
        """
        if can_speak(self._choice, language.code) or len(self.present()) == len(self._lines):
            return
        refuse_unspoken(language, self._choice, Place(self._file))

    def unused_pins(self) -> list[str]:
        """What a person should know about the takes they chose that are not in the film."""
        with translated(VoiceError):
            void = self._void_pins()
            notes = [
                f"the take chosen for line {pin.line} is not used: no line says its words any more"
                f" (to give it up: flaming-horse takes {pin.line} {self._of} --release)"
                for pin in void
            ]
            for line in self._lines:
                request = self._request(line)
                pin = self._pinned.pin_of(request)
                if pin and not self._pinned.find(request, self._choice, self._store):
                    notes.append(
                        f"the take chosen for line {line.id} is not used: it is by another voice"
                    )
            requests = [self._request(line) for line in self._lines]
            notes += [
                f"{self._pinned.file} is gone: which take was chosen for line {line} is not known"
                for line in self._pinned.forgotten(requests)
            ]
        return notes

    def _void_pins(self) -> tuple[Pin, ...]:
        return self._pinned.void({line.id: self._request(line) for line in self._lines})

    def takes(self) -> dict[str, LineTake]:
        """What there is of each line. Nothing is spoken."""
        with translated(VoiceError), self._mediator() as mediator:
            return {line.id: self._take(mediator, line) for line in self._lines}

    def _take(self, mediator: Mediator, line: SpokenLine) -> LineTake:
        request = self._request(line)
        take, key = mediator.find(request), mediator.key(request)
        if take is not None:
            return LineTake(take.key, self._recorded(line, take))
        faulty = self._store.get(key)
        return LineTake(key, fault=faulty.fault if faulty else "")

    def present(self) -> dict[str, RecordedLine]:
        """The lines whose takes are there."""
        takes = self.takes().items()
        return {line: take.recorded for line, take in takes if take.recorded is not None}

    def refuse_unknown_phonemes(self, line: SpokenLine) -> None:
        """Stop where a line has phonemes that this voice does not know. No model is loaded.

        Raises:
            WrongInput: with the line's place. What has a take already needs no voice.
        """
        if not self._choice.row.phonemes or without_phonemes(line.speech) == line.speech:
            return
        from flaming_horse_voice.backends.kokoro import refuse_unknown_phonemes

        try:
            with translated(VoiceError):
                refuse_unknown_phonemes(line.speech)
        except WrongInput as unknown:
            if line.id not in self.present():
                unknown.place = self._places[line.id]
                raise

    def run(self, on_line: Callable[[RecordedLine, bool], None]) -> None:
        """Speak what is missing; tells each line as soon as it is there, and whether it was.

        Raises:
            VoiceFailed, NotInstalled: with the line; the takes made until then are kept.
        """
        by_id = {line.id: line for line in self._lines}

        def took(request: SpokenRequest, take: Take, reused: bool) -> None:
            on_line(self._recorded(by_id[request.id], take), reused)

        with translated(VoiceError), self._mediator() as mediator:
            try:
                mediator.speak([self._request(line) for line in self._lines], took)
            except SpeakingFailed as failed:
                failed.remedy = way_out(failed, self._of, self._choice)
                raise

    def _mediator(self) -> Mediator:
        return Mediator(
            self._choice,
            self._store,
            accept_any=self._accept_any,
            pinned=self._pinned,
            listen=self._listen,
        )

    def _request(self, line: SpokenLine) -> SpokenRequest:
        return SpokenRequest(line.id, self._choice.asked_for(line, self._language), self._language)

    def _recorded(self, line: SpokenLine, take: Take) -> RecordedLine:
        recorded = RecordedLine.of(line, take, self._store.path(take.key).name)
        known = self._store.believed(take.key) and not take.brought
        if known and take.service in (PERSON, self._choice.service):
            return recorded
        # Only the sound is used: what its record claims of the voice is not known to be so.
        heard = recorded.words_heard_error if take.brought else None
        return replace(recorded, service=UNKNOWN, model="", words_heard_error=heard)


def way_out(failed: SpeakingFailed, of: str, choice: VoiceChoice) -> str:
    """The remedy of the voice's error, and what a person can do where a bad take was kept.

    `of` names the project on the command line. A voice that says the same words the same way each
    time has no other seeds to try.
    """
    if not failed.kept:
        return failed.remedy
    line = f"{failed.line} {of}"
    again = f"try more seeds: flaming-horse record {line}"
    if choice.row.deterministic:
        again = 'say it in other words: [the words]{say="how they are said"} in the storyboard'
    return (
        f"{failed.remedy}\n  hear the best: flaming-horse takes {line} --play {failed.kept[:8]}\n"
        f"  {again}\n"
        f"  use it as it is: the same command with --accept-any-take\n"
        f"  speak it yourself: flaming-horse record {line} --file FILE"
    )


def chosen_voice(
    settings: Settings, option: str | None, named: str | None = None, folder: Path | None = None
) -> VoiceChoice:
    """Who speaks; `option` is the value of `--voice`, `named` the front matter's `voice:`.

    `folder` is the project's, in which the reference recording of a cloned voice is; without one
    it is not asked whether everything is there that the voice needs.

    Raises:
        WrongInput, NotInstalled: there is no such voice, or not in this version.
    """
    with translated(VoiceError):
        return choose_voice(
            settings.voice,
            os.environ,
            option,
            named,
            folder=folder,
            whole=folder is not None,
            trust=settings.trust,
        )


def write_index(project: Project, narration: Narration) -> None:
    """Write `takes.json`, which scene modules find their lines in."""
    text = json.dumps(narration.as_json(), ensure_ascii=False, indent=1) + "\n"
    write_text(project.takes_index, text)


def forget_takes(project: Project) -> int:
    """Delete the takes that a service spoke; how many there were. Recordings by a person stay."""
    takes = TakeStore(project.voiceovers)
    keys = takes.keys()
    for key in keys:
        takes.path(key).unlink(missing_ok=True)
        takes.path(key).with_suffix(".json").unlink(missing_ok=True)
    project.takes_index.unlink(missing_ok=True)
    return len(keys)
