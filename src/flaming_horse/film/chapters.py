"""The film's chapters: as MP4 wants them, as a file of their own, in the text of an upload."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flaming_horse.film.plan import FilmPlan
from flaming_horse.model.timeline import Chapter, Timeline


def for_mp4(timeline: Timeline) -> list[dict[str, Any]]:
    """What PyAV's `set_chapters` takes: starts and ends in whole frames."""
    return [
        {
            "id": number,
            "start": chapter.start_frame,
            "end": chapter.end_frame,
            "time_base": Fraction(1, timeline.fps),
            "metadata": {"title": chapter.title},
        }
        for number, chapter in enumerate(timeline.chapters)
    ]


def as_file(timeline: Timeline) -> str:
    """One `HH:MM:SS.mmm Title` a line, which MP4Box and mp4chaps read."""
    return _rows(timeline.chapters, timeline.fps, _clock)


def as_listing(timeline: Timeline) -> str:
    """One `M:SS Title` a line, which video sites find in a description."""
    return _rows(timeline.chapters, timeline.fps, _short)


def upload_text(plan: FilmPlan, timeline: Timeline) -> str:
    """Title, summary, chapters, the voice's and the music's credits, for a video site."""
    parts = [plan.title, plan.summary, f"Chapters\n{as_listing(timeline)}", plan.credits]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _rows(chapters: Sequence[Chapter], fps: int, shown: Any) -> str:
    rows = (f"{shown(Fraction(c.start_frame, fps))} {' '.join(c.title.split())}" for c in chapters)
    return "\n".join(rows) + "\n"


def _clock(seconds: Fraction) -> str:
    milliseconds = round(seconds * 1000)
    whole, rest = divmod(milliseconds, 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{rest:03}"


def _short(seconds: Fraction) -> str:
    # Rounded up: a viewer who jumps there must not see the end of the scene before.
    whole = -(-seconds.numerator // seconds.denominator)
    hours = f"{whole // 3600}:{whole // 60 % 60:02}" if whole >= 3600 else f"{whole // 60}"
    return f"{hours}:{whole % 60:02}"
