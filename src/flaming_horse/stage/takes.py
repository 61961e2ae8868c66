"""Where a scene finds what was recorded: its project, the narration, the take files."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from flaming_horse.errors import SceneFailed, VoiceFailed
from flaming_horse.model.narration import Narration, RecordedLine
from flaming_horse_voice.project_places import VOICEOVERS
from flaming_horse_voice.runs import flattened, written_runs

_ASKED_FOR = ("FLAMING_HORSE_VOICE_SERVICE", "FLAMING_HORSE_TTS_BACKEND")
"""Who sets one of these when a scene is rendered asks for that voice, whoever spoke before."""


def project_of(scene_class: type) -> Path:
    """FLAMING_HORSE_PROJECT, or the folder above the folder of the scene's file."""
    named = os.environ.get("FLAMING_HORSE_PROJECT")
    if named:
        return Path(named)
    return Path(inspect.getfile(scene_class)).resolve().parent.parent


def inside_pipeline() -> bool:
    """Whether the pipeline renders this scene, and every take has to be there."""
    return bool(os.environ.get("FLAMING_HORSE_CLIP_JSON"))


def _another_voice_may_be_asked_for() -> bool:
    return not inside_pipeline() and any(os.environ.get(name) for name in _ASKED_FOR)


@dataclass
class Takes:
    """The recorded lines of one project. Read when the first line is asked for.

    The pipeline gives scenes the takes that `takes.json` names. A plain `manim render` may ask
    for another voice by the environment, and may find takes missing: then lines are spoken.
    """

    project: Path
    _spoken: dict[str, RecordedLine] = field(default_factory=dict[str, RecordedLine])

    @property
    def folder(self) -> Path:
        return self.project / VOICEOVERS

    @cached_property
    def narration(self) -> Narration | None:
        """What `takes.json` says, or without one what the storyboard has said; None without both.

        Raises SceneFailed where one of them cannot be read.
        """
        path = self.folder / "takes.json"
        try:
            return Narration.from_json(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None if inside_pipeline() else _to_be_spoken(self.project)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise SceneFailed(
                f"cannot read {path}: {error!r}",
                remedy="Delete the file and speak the lines again.",
            ) from error

    @property
    def mark(self) -> str:
        """What a film must say about its voice on every picture; "" where it is a good one.

        Under a plain `manim render` nothing that came with a project vouches for its own voice.
        """
        if self.narration is None:
            return ""
        service, lines = self.narration.voice.service, self.narration.lines
        if _another_voice_may_be_asked_for():
            service, lines = self.service.choice.service, ()
        elif not inside_pipeline() and (self.folder / "takes.json").is_file() and not self._own:
            services = {self._spoken_here_by(line) for line in lines if self.file(line).exists()}
            service = "tone" if "tone" in services else service
            if "" in services and service != "tone":
                return "voice not checked: it came with the project"
        if service == "tone":
            return "tone voice: not a real recording"
        faulty = any(line.fault for line in (*lines, *self._spoken.values()))
        return "voice not checked: takes failed" if faulty else ""

    @cached_property
    def _own(self) -> bool:
        from flaming_horse_voice.trust import trust_of

        return trust_of(self.project).own

    def _spoken_here_by(self, line: RecordedLine) -> str:
        """Which service spoke a line's take on this machine, without a fault; "" if none did."""
        from flaming_horse_voice.takes import TakeStore

        store = TakeStore(self.folder)
        store.vouched = False
        take = store.get(line.take) if store.path(line.take) == self.file(line) else None
        if take is None or take.brought or take.fault or not store.believed(line.take):
            return ""
        return take.service

    def line(self, line_id: str) -> RecordedLine:
        """The line, with its take on disk. Raises SceneFailed when it is not in `takes.json`."""
        first = f"Have the film's lines written down first: flaming-horse build {self.project}"
        if self.narration is None:
            raise SceneFailed(
                f"there is neither {VOICEOVERS}/takes.json nor a storyboard in {self.project}",
                remedy=first,
            )
        try:
            return self._on_disk(self.narration.line(line_id))
        except KeyError as error:
            raise SceneFailed(str(error.args[0]), remedy=first) from error

    def line_saying(self, text: str) -> RecordedLine | None:
        """The line whose written or spoken text this is, blanks apart, with its take on disk."""
        wanted = {" ".join(text.split()), flattened(written_runs(text))}
        for line in self.narration.lines if self.narration else ():
            if line.text in wanted or " ".join(line.speech.split()) in wanted:
                return self._on_disk(line)
        return None

    def file(self, line: RecordedLine) -> Path:
        """The file of a line's take."""
        return self.folder / line.file

    def _on_disk(self, line: RecordedLine) -> RecordedLine:
        """The line as it is played: as it was recorded, or spoken by the voice of this moment."""
        there = self.file(line).exists()
        if inside_pipeline() and not there:
            raise SceneFailed(f"the take of line {line.id!r} is missing: {self.file(line)}")
        if there and not _another_voice_may_be_asked_for():
            return line
        if line.id not in self._spoken:
            self._spoken[line.id] = self._recorded(line)
        return self._spoken[line.id]

    def _recorded(self, line: RecordedLine) -> RecordedLine:
        """The line with its take by the project's voice, found or spoken now."""
        try:
            take = self.service.record(_as_said(line))
            return RecordedLine.of(line, take, self.service.master(take).name)
        except Exception as error:
            raise _voice_failed(line.text, error) from error

    @cached_property
    def service(self) -> Any:
        """The project's own voice, loaded when something has to be spoken."""
        from flaming_horse_voice import get_speech_service

        language = self.narration.voice.language if self.narration else "en"
        return get_speech_service(self.project, language=language)

    def speak(self, text: str) -> dict[str, Any]:
        """Speak a text that has no take, with the project's own voice.

        Returns what a speech service answers: `original_audio` is the file, as an absolute path.
        Raises VoiceFailed.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            answer = dict(self.service.generate_from_text(text, cache_dir=str(self.folder)))
        except Exception as error:
            raise _voice_failed(text, error) from error
        audio = Path(str(answer.get("final_audio") or answer["original_audio"]))
        answer["original_audio"] = str(audio if audio.is_absolute() else self.folder / audio)
        return answer


def _as_said(line: RecordedLine) -> Any:
    """The line with its words as the narration has them, which a text alone does not tell."""
    from flaming_horse_voice.text import SpeechText, WordSpan

    words = tuple(WordSpan(word.spoken, word.start, word.end) for word in line.words)
    return SpeechText(line.text, line.speech, words)


def _to_be_spoken(project: Path) -> Narration | None:
    """The lines of the project's storyboard, read by a process that knows of storyboards."""
    if not (project / "storyboard.md").is_file():
        return None
    command = [
        sys.executable,
        "-m",
        "flaming_horse.speaking.lines_to_speak",
        str(project.resolve()),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    try:
        answer = json.loads(done.stdout)
        if "error" not in answer:
            return Narration.from_json(answer)
        what, remedy = str(answer["error"]), str(answer["remedy"])
    except (ValueError, KeyError, TypeError):
        what, remedy = f"its storyboard could not be read: {done.stderr[-300:]}", ""
    raise SceneFailed(what, remedy=remedy or f"See: flaming-horse build {project}")


def _voice_failed(text: str, error: Exception) -> VoiceFailed:
    what, remedy = getattr(error, "what", str(error)), getattr(error, "remedy", "")
    return VoiceFailed(f"cannot speak {text!r}: {what}", remedy=str(remedy))
