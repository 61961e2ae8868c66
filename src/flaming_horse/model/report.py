"""What was measured in the finished film; `NAME.report.json` is a `Report` written as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from flaming_horse.model.clip import Defect
from flaming_horse.model.film import Film


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
    text: str
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
class Report:
    film: Film
    loudness: Loudness
    lines: tuple[LineReport, ...]
    cues: tuple[CueReport, ...]
    layout: LayoutReport
    captions: CaptionReport
    checks: tuple[Check, ...]
    phases: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        """The report's contract; `phases` is filled by whoever knows the build."""
        return {
            "film": _film(self.film),
            "loudness": asdict(self.loudness),
            "lines": [asdict(line) for line in self.lines],
            "cues": [asdict(cue) for cue in self.cues],
            "layout": asdict(self.layout),
            "captions": asdict(self.captions),
            "phases": self.phases,
            "checks": [asdict(check) for check in self.checks],
            "passed": self.passed,
        }


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


def _seconds(value: Any) -> float:
    return round(float(value), 6)
