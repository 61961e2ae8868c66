"""Where a scene finds what was recorded: its project, the narration, the take files."""

from __future__ import annotations

import inspect
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from flaming_horse.errors import SceneFailed, VoiceFailed
from flaming_horse.model.narration import Narration, RecordedLine

VOICEOVERS = Path("media") / "voiceovers"
_SPEAK_FIRST = "Speak the lines first: flaming-horse run, or flaming-horse voice speak."


def project_of(scene_class: type) -> Path:
    """FLAMING_HORSE_PROJECT, or the folder above the folder of the scene's file."""
    given = os.environ.get("FLAMING_HORSE_PROJECT")
    if given:
        return Path(given)
    return Path(inspect.getfile(scene_class)).resolve().parent.parent


def inside_pipeline() -> bool:
    """Whether the pipeline renders this scene, and every take has to be there."""
    return bool(os.environ.get("FLAMING_HORSE_CLIP_JSON"))


@dataclass
class Takes:
    """The recorded lines of one project. Read when the first line is asked for."""

    project: Path

    @property
    def folder(self) -> Path:
        return self.project / VOICEOVERS

    @cached_property
    def narration(self) -> Narration | None:
        """What `takes.json` says; None when there is none."""
        path = self.folder / "takes.json"
        try:
            return Narration.from_json(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise SceneFailed(
                f"cannot read {path}: {error!r}",
                remedy="Delete the file and speak the lines again.",
            ) from error

    @property
    def mark(self) -> str:
        """What a film must say about its voice on every picture; "" where it is a good one."""
        if self.narration is None:
            return ""
        if self.narration.voice.service == "tone":
            return "tone voice: not a real recording"
        faulty = any(line.fault for line in self.narration.lines)
        return "voice not checked: takes failed" if faulty else ""

    def line(self, line_id: str) -> RecordedLine:
        """The line, with its take on disk. Raises SceneFailed when it was not recorded."""
        if self.narration is None:
            raise SceneFailed(
                f"there is no {VOICEOVERS / 'takes.json'} in {self.project}", remedy=_SPEAK_FIRST
            )
        try:
            line = self.narration.line(line_id)
        except KeyError as error:
            raise SceneFailed(str(error.args[0]), remedy=_SPEAK_FIRST) from error
        self.file(line)
        return line

    def line_saying(self, text: str) -> RecordedLine | None:
        """The line whose written or spoken text this is, blanks apart."""
        wanted = " ".join(text.split())
        for line in self.narration.lines if self.narration else ():
            if wanted in (" ".join(line.text.split()), " ".join(line.speech.split())):
                return line
        return None

    def file(self, line: RecordedLine) -> Path:
        """The take's file; outside of the pipeline a missing one is spoken again."""
        path = self.folder / line.file
        if path.exists():
            return path
        if inside_pipeline():
            raise SceneFailed(f"the take of line {line.id!r} is missing: {path}")
        try:
            return Path(self.service.master(self.service.record(line.text)))
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


def _voice_failed(text: str, error: Exception) -> VoiceFailed:
    what, remedy = getattr(error, "what", str(error)), getattr(error, "remedy", "")
    return VoiceFailed(f"cannot speak {text!r}: {what}", remedy=str(remedy))
