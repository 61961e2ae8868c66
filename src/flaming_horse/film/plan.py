"""What a film is put together from; `timeline.json` keeps it so that the film can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from flaming_horse.film.timeline import lay_out
from flaming_horse.model.clip import Clip
from flaming_horse.model.narration import Narration
from flaming_horse.model.timeline import Timeline
from flaming_horse_voice.takes import PERSON


@dataclass(frozen=True, slots=True)
class FilmPlan:
    """Names and descriptions of a film, its clips in order, and what is heard in it.

    `music` is the file as the storyboard names it, "" for none, and `music_under_db` how far it
    lies below the voice, which is known when both are mixed. `room_tone` is in dB of full scale.
    `references` are the passages that lines rest on, by the lines' ids.
    """

    name: str
    title: str
    language: str
    summary: str
    clips: tuple[Clip, ...]
    narration: Narration
    music: str = ""
    music_under_db: float | None = None
    room_tone: float | None = None
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @property
    def timeline(self) -> Timeline:
        """Raises FilmFailed when clips and narration do not belong together."""
        return lay_out(self.clips, self.narration)

    @property
    def disclosure(self) -> str:
        """What says that nobody spoke this, and whose voice was cloned with their consent."""
        voice = self.narration.voice
        model = f"{voice.model} {voice.revision}".strip()
        named = f", voice {voice.speaker}" if voice.speaker else ""
        told = f"The voice is synthetic: {voice.service}, model {model}{named}."
        if voice.consent:
            told += f" It is cloned from the voice of {voice.consent}, who agreed to it."
        lines = self.narration.lines
        own = sum(line.service == PERSON for line in lines)
        if own and own == len(lines):
            return "A person speaks."
        return f"{told} A person speaks {own} of its {len(lines)} lines." if own else told

    @property
    def credits(self) -> str:
        """What a film's description says about its voice and its music."""
        return f"{self.disclosure}\nMusic: {self.music}" if self.music else self.disclosure

    def as_json(self) -> dict[str, Any]:
        return {
            "format": 1,
            "name": self.name,
            "title": self.title,
            "language": self.language,
            "summary": self.summary,
            "music": self.music,
            "music_under_db": self.music_under_db,
            "room_tone": self.room_tone,
            "references": {line: list(noted) for line, noted in self.references.items()},
            "clips": [clip.as_json() for clip in self.clips],
            "narration": self.narration.as_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read back what `as_json` gave. Raises KeyError, TypeError on anything else."""
        return cls(
            name=str(data["name"]),
            title=str(data["title"]),
            language=str(data["language"]),
            summary=str(data["summary"]),
            clips=tuple(Clip.from_json(clip) for clip in data["clips"]),
            narration=Narration.from_json(data["narration"]),
            music=str(data.get("music", "")),
            music_under_db=data.get("music_under_db"),
            room_tone=data.get("room_tone"),
            references={line: tuple(noted) for line, noted in data.get("references", {}).items()},
        )
