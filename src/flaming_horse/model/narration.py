"""What is said, and how it was said: spoken lines before, recorded lines after the voice.

`media/voiceovers/takes.json` is a `Narration` written as JSON; it is all that a scene module and
the film need to know about the voice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol, Self

from flaming_horse_voice.runs import Run, flattened, runs_as_json, runs_in

UNKNOWN = "unknown"
"""The service of a line whose take came with the project: nobody here knows who speaks in it."""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """One word of a speech-text and the characters `[start, end)` of the line's text it says."""

    spoken: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line with its speech-text; `runs` are what captions show, `words[i]` its i-th spoken word.

    `speech` separates words by blanks; a pause stands in it as `[pause=0.4]` and is no word.
    """

    id: str
    scene: str
    runs: tuple[Run, ...]
    speech: str
    words: tuple[SpokenWord, ...]

    @property
    def text(self) -> str:
        """The runs as one text, formulas between dollars."""
        return flattened(self.runs)


class TakeRecord(Protocol):
    """What is known about a take: `flaming_horse_voice.takes.Take`, which models do not import."""

    @property
    def key(self) -> str: ...
    @property
    def service(self) -> str: ...
    @property
    def model(self) -> str: ...
    @property
    def sample_rate(self) -> int: ...
    @property
    def samples(self) -> int: ...
    @property
    def times(self) -> tuple[tuple[int, int], ...]: ...
    @property
    def aligned_by(self) -> str: ...
    @property
    def attempts(self) -> int: ...
    @property
    def checks(self) -> Mapping[str, float]: ...
    @property
    def fault(self) -> str: ...


@dataclass(frozen=True, slots=True)
class RecordedLine:
    """A spoken line with its take. `file` is relative to takes.json; `times` are samples.

    `times[i]` is the half-open interval of samples in which `words[i]` is heard. `fault` says
    why its take failed its checks, where it was kept all the same. `service` and `model` are the
    take's: a person's own recording has others than the film's voice.
    """

    id: str
    scene: str
    runs: tuple[Run, ...]
    speech: str
    words: tuple[SpokenWord, ...]
    take: str
    file: str
    sample_rate: int
    samples: int
    times: tuple[tuple[int, int], ...]
    aligned_by: str
    attempts: int = 1
    words_heard_error: float | None = None
    fault: str = ""
    service: str = ""
    model: str = ""

    @property
    def text(self) -> str:
        """The runs as one text, formulas between dollars."""
        return flattened(self.runs)

    @classmethod
    def of(cls, line: SpokenLine | RecordedLine, take: TakeRecord, file: str) -> RecordedLine:
        """The line as this take speaks it."""
        return cls(
            id=line.id,
            scene=line.scene,
            runs=line.runs,
            speech=line.speech,
            words=line.words,
            take=take.key,
            file=file,
            sample_rate=take.sample_rate,
            samples=take.samples,
            times=take.times,
            aligned_by=take.aligned_by,
            attempts=take.attempts,
            words_heard_error=take.checks.get("words_heard_error"),
            fault=take.fault,
            service=take.service,
            model=take.model,
        )


@dataclass(frozen=True, slots=True)
class VoiceIdentity:
    """Who speaks, as the film's report and metadata name it.

    `consent` names the person whose voice was cloned and who agreed; "" where nobody was named.
    """

    service: str
    model: str
    revision: str
    speaker: str
    language: str
    consent: str = ""


@dataclass(frozen=True, slots=True)
class Narration:
    """All lines of a film as they were recorded, in the order in which they are heard."""

    voice: VoiceIdentity
    lines: tuple[RecordedLine, ...]
    format: int = 1

    def line(self, line_id: str) -> RecordedLine:
        """The line of that id. Raises KeyError with the known ids."""
        for line in self.lines:
            if line.id == line_id:
                return line
        raise KeyError(f"no line {line_id!r}; known: {', '.join(line.id for line in self.lines)}")

    def as_drawn(self) -> Narration:
        """What pictures may depend on: not who agreed to be cloned, nor how takes were heard."""
        lines = (replace(li, attempts=1, words_heard_error=None) for li in self.lines)
        return Narration(replace(self.voice, consent=""), tuple(lines))

    def as_json(self) -> dict[str, Any]:
        """Plain data, in which each line has its `text`, too, as one flat text."""
        lines = [
            {**asdict(line), "runs": runs_as_json(line.runs), "text": line.text}
            for line in self.lines
        ]
        return {"voice": asdict(self.voice), "lines": lines, "format": self.format}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read back what `as_json` gave. Raises KeyError or TypeError on anything else."""
        lines: list[RecordedLine] = []
        for entry in data["lines"]:
            fields: dict[str, Any] = {
                **{name: value for name, value in entry.items() if name != "text"},
                "runs": runs_in(entry),
                "words": tuple(SpokenWord(**word) for word in entry["words"]),
                "times": tuple((int(a), int(b)) for a, b in entry["times"]),
            }
            lines.append(RecordedLine(**fields))
        return cls(VoiceIdentity(**data["voice"]), tuple(lines), int(data["format"]))
