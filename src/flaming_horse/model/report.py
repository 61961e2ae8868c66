"""What was measured in the finished film; `NAME.report.json` is a `Report` written as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any, Self

from flaming_horse.model.clip import Defect
from flaming_horse.model.film import AudioStream, Film, VideoStream
from flaming_horse_voice.runs import Run, flattened, runs_as_json, runs_in


@dataclass(frozen=True, slots=True)
class Loudness:
    """EBU R 128: integrated loudness in LUFS, true peak in dBTP; None below the meter's gate."""

    integrated_lufs: float | None
    true_peak_dbtp: float | None


@dataclass(frozen=True, slots=True)
class LineReport:
    """`loudness_lufs` is measured in the film; None where the line is silent.

    `references` are the passages that the line rests on.
    """

    id: str
    scene: str
    runs: tuple[Run, ...]
    spoken: str
    service: str
    model: str
    take: str
    duration_s: float
    loudness_lufs: float | None
    attempts: int
    words_heard_error: float | None
    aligned_by: str
    references: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain data, in which the line has its `text`, too, as one flat text."""
        return {**asdict(self), "runs": runs_as_json(self.runs), "text": flattened(self.runs)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read back what `as_json` gave. Raises KeyError or TypeError on anything else."""
        fields = {name: value for name, value in data.items() if name != "text"}
        return cls(**_tupled({**fields, "runs": runs_in(data)}, "references"))


@dataclass(frozen=True, slots=True)
class CueReport:
    """`visible_at_s` is where decoded pixels change; None where no change was found."""

    line: str
    word: str
    action: str
    target: str
    spoken_at_s: float
    visible_at_s: float | None
    error_ms: float | None


@dataclass(frozen=True, slots=True)
class LayoutReport:
    frames_checked: int
    defects: tuple[Defect, ...]


@dataclass(frozen=True, slots=True)
class CaptionReport:
    """The captions inside the film. `max_cps` is characters a second, None without captions."""

    count: int
    max_chars: int
    max_lines: int
    max_cps: float | None


@dataclass(frozen=True, slots=True)
class Check:
    """One promise: None in `measured` means it could not be measured, and is not passed.

    `limit` is what is allowed, in words; `where` names what failed, for a person.
    """

    name: str
    measured: float | None
    limit: str
    passed: bool
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseReport:
    """How much of a phase there is, how much of it was there before, and the time it took.

    `seconds` go from the start of its first piece of work to the end of its last; phases overlap.
    """

    total: int
    done: int
    reused: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """A film as it was measured. `phases` say what making it took; empty where nobody knows."""

    film: Film
    loudness: Loudness
    lines: tuple[LineReport, ...]
    cues: tuple[CueReport, ...]
    layout: LayoutReport
    captions: CaptionReport
    checks: tuple[Check, ...]
    phases: Mapping[str, PhaseReport] = field(default_factory=dict[str, PhaseReport])

    @property
    def failed_checks(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.passed)

    @property
    def passed(self) -> bool:
        return not self.failed_checks

    def as_json(self) -> dict[str, Any]:
        """The report's contract."""
        return {
            "film": _film(self.film),
            "loudness": asdict(self.loudness),
            "lines": [line.as_json() for line in self.lines],
            "cues": [asdict(cue) for cue in self.cues],
            "layout": asdict(self.layout),
            "captions": asdict(self.captions),
            "phases": {name: asdict(phase) for name, phase in self.phases.items()},
            "checks": [asdict(check) for check in self.checks],
            "passed": self.passed,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read back what `as_json` gave. Raises KeyError or TypeError on anything else."""
        layout = data["layout"]
        return cls(
            film=_film_from(data["film"]),
            loudness=Loudness(**data["loudness"]),
            lines=tuple(LineReport.from_json(line) for line in data["lines"]),
            cues=tuple(CueReport(**cue) for cue in data["cues"]),
            layout=LayoutReport(
                layout["frames_checked"], tuple(Defect(**defect) for defect in layout["defects"])
            ),
            captions=CaptionReport(**data["captions"]),
            checks=tuple(Check(**_tupled(check, "where")) for check in data["checks"]),
            phases={name: PhaseReport(**phase) for name, phase in data["phases"].items()},
        )


def _film(film: Film) -> dict[str, Any]:
    video, audio = film.video, film.audio
    return {
        "path": film.path,
        "duration_s": _seconds(film.duration),
        "video": video
        and {
            "codec": video.codec,
            "width": video.width,
            "height": video.height,
            "fps": float(video.fps),
            "duration_s": _seconds(video.duration),
        },
        "audio": audio
        and {
            "codec": audio.codec,
            "sample_rate": audio.sample_rate,
            "duration_s": _seconds(audio.duration),
        },
    }


def _film_from(data: Mapping[str, Any]) -> Film:
    video, audio = data["video"], data["audio"]
    return Film(
        path=data["path"],
        video=video
        and VideoStream(
            codec=video["codec"],
            width=video["width"],
            height=video["height"],
            fps=_exact(video["fps"]),
            duration=_exact(video["duration_s"]),
        ),
        audio=audio
        and AudioStream(audio["codec"], audio["sample_rate"], _exact(audio["duration_s"])),
    )


def _tupled(entry: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {**entry, key: tuple(entry[key])}


def _seconds(value: Fraction) -> float:
    return round(float(value), 6)


def _exact(value: float) -> Fraction:
    """The number as it is written, so that writing it again gives the same."""
    return Fraction(str(value))
