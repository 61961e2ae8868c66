"""What a film is put together from; `timeline.json` keeps it so that the film can be checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from flaming_horse.film.timeline import lay_out
from flaming_horse.model.clip import Clip
from flaming_horse.model.narration import UNKNOWN, Narration, VoiceIdentity
from flaming_horse.model.timeline import Timeline
from flaming_horse_voice.takes import PERSON

_UNCHECKED = "the film was not made here: how its take was checked is not known"
_NOBODY_KNOWS = "who or what speaks in them is not known"


def _plain(name: str) -> str:
    """A name that settings may have given, without anything that reads as a sentence of ours."""
    return re.sub(r"[^\w./@+-]+|\.(?=\W|$)", "-", name)[:100]


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
        model = f"{_plain(voice.model)} {_plain(voice.revision)}".strip()
        named = f", voice {_plain(voice.speaker)}" if voice.speaker else ""
        credit = f"The voice is synthetic: {_plain(voice.service)}, model {model}{named}."
        if voice.consent:
            consent = " ".join(voice.consent.split())
            credit += f" It is cloned from the voice of {consent}, who agreed to it."
        lines = self.narration.lines
        own = sum(line.service == PERSON for line in lines)
        unknown = sum(line.service == UNKNOWN for line in lines)
        if own and own == len(lines):
            return "A person speaks."
        if unknown and unknown == len(lines):
            return f"The recordings came with the project: {_NOBODY_KNOWS}."
        if own:
            credit += f" A person speaks {own} of its {len(lines)} lines."
        if unknown:
            credit += (
                f" {unknown} of its {len(lines)} lines are recordings that came with the project:"
                f" {_NOBODY_KNOWS}."
            )
        return credit

    @property
    def credits(self) -> str:
        """What a film's description says about its voice and its music."""
        return f"{self.disclosure}\nMusic: {self.music}" if self.music else self.disclosure

    def unvouched(self) -> FilmPlan:
        """The plan of a film that was not made here: nothing is known of its voice."""
        voice = VoiceIdentity(UNKNOWN, "", "", "", self.narration.voice.language)
        lines = tuple(
            replace(line, service=UNKNOWN, model="", words_heard_error=None, fault=_UNCHECKED)
            for line in self.narration.lines
        )
        return replace(self, narration=Narration(voice, lines))

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
