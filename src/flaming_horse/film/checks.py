"""Measure the finished film against what was planned, and judge what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from flaming_horse.errors import FilmFailed
from flaming_horse.film.captions import MAX_CPS, Caption
from flaming_horse.film.phrases import MAX_CHARS, MAX_LINES
from flaming_horse.film.picture import SeenPictures, watch
from flaming_horse.film.plan import FilmPlan
from flaming_horse.film.samples import SAMPLE_RATE, gathered
from flaming_horse.film.sound import decoded
from flaming_horse.film.sound_checks import NO_SOUND, HeardSound, listen, sound_checks
from flaming_horse.model.film import AudioStream, Film
from flaming_horse.model.report import (
    CaptionReport,
    Check,
    CueReport,
    LayoutReport,
    LineReport,
    Report,
)
from flaming_horse.model.timeline import TimedLine, Timeline
from flaming_horse_voice.take_records import SPREAD

LONGEST_BLANK_S = 1.0
CUE_LIMIT_MS = 100.0
"""Sound and picture more than this apart are noticed (ITU-R BT.1359: from 45 to 125 ms)."""
CUE_LIMIT_FRAMES = 2


@dataclass(frozen=True, slots=True)
class Measured:
    """The finished file as decoded."""

    film: Film
    pictures: SeenPictures | None
    sound: HeardSound
    captions: tuple[Caption, ...]
    chapters: int


def measure(path: Path, plan: FilmPlan) -> Measured:
    """Decode the film once. Raises FilmFailed when it cannot be opened."""
    import av
    from av.error import FFmpegError

    timeline = plan.timeline
    try:
        with av.open(str(path), format="mp4") as film:
            chapters = len(film.chapters())
            shown = _embedded_captions(film)
            codec = film.streams.audio[0].codec_context.name if film.streams.audio else ""
        pictures = watch(path, timeline)
    except (OSError, FFmpegError) as error:
        raise FilmFailed(f"{path.name} cannot be read: {error}") from error
    audio, sound = _sound(path, plan, timeline, codec)
    video = pictures.stream if pictures else None
    return Measured(Film(path.name, video, audio), pictures, sound, tuple(shown), chapters)


def _sound(
    path: Path, plan: FilmPlan, timeline: Timeline, codec: str
) -> tuple[AudioStream | None, HeardSound]:
    try:
        sound = listen(gathered(decoded(path)), plan, timeline)
    except FilmFailed:
        return None, NO_SOUND
    return AudioStream(codec, SAMPLE_RATE, Fraction(sound.samples, SAMPLE_RATE)), sound


def _embedded_captions(film: Any) -> list[Caption]:
    if not film.streams.subtitles:
        return []
    shown: list[Caption] = []
    for packet in film.demux(film.streams.subtitles[0]):
        data = bytes(packet)
        text = data[2 : 2 + int.from_bytes(data[:2], "big")].decode("utf-8", "replace")
        if packet.pts is None or not text:
            continue
        start = round(packet.pts * packet.time_base * 1000)
        length = round((packet.duration or 0) * packet.time_base * 1000)
        shown.append(Caption(start, start + length, tuple(text.split("\n"))))
    return shown


def judge(measured: Measured, plan: FilmPlan, shown: Sequence[Caption]) -> Report:
    """Every check of the film; `shown` are the captions that it should hold."""
    timeline = plan.timeline
    cues = _cues(measured.pictures, plan, timeline)
    report = CaptionReport(
        count=len(measured.captions),
        max_chars=max((len(li) for c in measured.captions for li in c.lines), default=0),
        max_lines=max((len(caption.lines) for caption in measured.captions), default=0),
        max_cps=max((round(caption.cps, 2) for caption in measured.captions), default=None),
    )
    checks = (
        *_lengths(measured, timeline),
        _blanks(measured.pictures, timeline),
        *sound_checks(measured.sound, plan, timeline),
        *_caption_limits(report, measured.captions, shown),
        *_cue_limits(cues, timeline.fps),
        _layout(timeline),
        _takes(plan),
        _count("chapters", measured.chapters, len(timeline.chapters)),
    )
    return Report(
        film=measured.film,
        loudness=measured.sound.loudness,
        lines=tuple(_line(line, plan, measured.sound) for line in timeline.lines),
        cues=cues,
        layout=LayoutReport(timeline.layouts_checked, timeline.defects),
        captions=report,
        checks=checks,
    )


def _line(line: TimedLine, plan: FilmPlan, sound: HeardSound) -> LineReport:
    level = sound.levels.get(line.id)
    recorded, voice = plan.narration.line(line.id), plan.narration.voice
    return LineReport(
        id=line.id,
        scene=line.scene,
        runs=line.runs,
        spoken=recorded.speech,
        service=recorded.service or voice.service,
        model=recorded.model or voice.model,
        take=recorded.take,
        duration_s=round(recorded.samples / recorded.sample_rate, 6),
        loudness_lufs=None if level is None else round(level, 2),
        attempts=recorded.attempts,
        words_heard_error=recorded.words_heard_error,
        aligned_by=recorded.aligned_by,
        references=plan.references.get(line.id, ()),
    )


def _cues(
    pictures: SeenPictures | None, plan: FilmPlan, timeline: Timeline
) -> tuple[CueReport, ...]:
    """Each cue as seen. Where word times were only dealt out, its error was not measured."""
    spread = {line.id for line in plan.narration.lines if line.aligned_by == SPREAD}
    visible = pictures.visible if pictures else (None,) * len(timeline.cues)
    reports: list[CueReport] = []
    for cue, frame in zip(timeline.cues, visible, strict=True):
        seen = None if frame is None else timeline.seconds(frame)
        error = None if seen is None else round(float(seen - cue.spoken_at) * 1000, 1)
        if cue.line in spread:
            error = None
        reports.append(
            CueReport(
                line=cue.line,
                word=cue.word,
                action=cue.action,
                target=cue.target,
                spoken_at_s=round(float(cue.spoken_at), 4),
                visible_at_s=None if seen is None else round(float(seen), 4),
                error_ms=error,
            )
        )
    return tuple(reports)


def _lengths(measured: Measured, timeline: Timeline) -> tuple[Check, Check]:
    video, audio = measured.film.video, measured.film.audio
    frame = Fraction(1, timeline.fps)
    limit = f"at most one frame ({float(frame):.4f} s)"
    apart = None if video is None or audio is None else abs(video.duration - audio.duration)
    late = None if video is None else abs(video.duration - timeline.duration)
    streams = "" if video is None else f"pictures last {float(video.duration):.3f} s"
    if audio is not None:
        streams += f", sound lasts {float(audio.duration):.3f} s"
    planned = f"{streams}; {float(timeline.duration):.3f} s were planned"
    return (
        _most("streams apart, s", apart, frame, limit, (streams,)),
        _most("length against plan, s", late, frame, limit, (planned,)),
    )


def _most(
    name: str, measured: Fraction | None, most: Fraction, limit: str, where: tuple[str, ...]
) -> Check:
    passed = measured is not None and measured <= most
    value = None if measured is None else round(float(measured), 6)
    return Check(name, value, limit, passed, () if passed else where)


def _blanks(pictures: SeenPictures | None, timeline: Timeline) -> Check:
    name, limit = "longest blank stretch, s", f"at most {LONGEST_BLANK_S:g}"
    if pictures is None:
        return Check(name, None, limit, passed=False, where=("there are no pictures",))
    fps = timeline.fps
    longest = max((end - start for start, end in pictures.blanks), default=0) / fps
    where = tuple(
        f"{_scene_at(start, timeline)}: nothing to see from {start / fps:.2f} to {end / fps:.2f} s"
        for start, end in pictures.blanks
        if (end - start) / fps > LONGEST_BLANK_S
    )
    return Check(name, round(longest, 3), limit, not where, where)


def _scene_at(frame: int, timeline: Timeline) -> str:
    for chapter in timeline.chapters:
        if frame < chapter.end_frame:
            return f"scene {chapter.scene!r}"
    return "after the last scene"


def _caption_limits(
    report: CaptionReport, inside: Sequence[Caption], shown: Sequence[Caption]
) -> tuple[Check, ...]:
    wide = _where(c for c in inside if any(len(line) > MAX_CHARS for line in c.lines))
    tall = _where(c for c in inside if len(c.lines) > MAX_LINES)
    fast = _where(c for c in inside if round(c.cps, 2) > MAX_CPS)
    over = _where(b for a, b in pairwise(inside) if b.start < a.end)
    return (
        _count("captions", report.count, len(shown)),
        Check("caption characters", report.max_chars, f"at most {MAX_CHARS}", not wide, wide),
        Check("caption lines", report.max_lines, f"at most {MAX_LINES}", not tall, tall),
        Check("caption speed, cps", report.max_cps or 0, f"at most {MAX_CPS}", not fast, fast),
        Check("captions at once", len(over), "0", not over, over),
    )


def _where(captions: Any) -> tuple[str, ...]:
    return tuple(f"{c.start / 1000:.2f} s: {' '.join(c.lines)}" for c in captions)


def _cue_limits(cues: Sequence[CueReport], fps: int) -> tuple[Check, Check]:
    limit = max(CUE_LIMIT_MS, CUE_LIMIT_FRAMES * 1000 / fps)
    unseen = tuple(
        f"{c.line}: {c.action} {c.target} at {c.word!r} ({c.spoken_at_s:.2f} s) "
        + ("is not seen" if c.visible_at_s is None else "is not measured: no word times")
        for c in cues
        if c.error_ms is None
    )
    errors = [(abs(c.error_ms), c) for c in cues if c.error_ms is not None]
    late = tuple(
        f"{c.line}: {c.action} {c.target} at {c.word!r} ({c.spoken_at_s:.2f} s) is off by "
        f"{c.error_ms:+.0f} ms"
        for error, c in errors
        if error > limit
    )
    largest = max((error for error, _ in errors), default=None if cues else 0.0)
    passed = largest is not None and not late
    return (
        Check("cues not seen", len(unseen), "0", not unseen, unseen),
        Check("largest cue error, ms", largest, f"at most {limit:.0f}", passed, late),
    )


def _takes(plan: FilmPlan) -> Check:
    """Takes that were kept although they failed their checks."""
    faults = tuple(f"{line.id}: {line.fault}" for line in plan.narration.lines if line.fault)
    return Check("takes that failed their checks", len(faults), "0", not faults, faults)


def _layout(timeline: Timeline) -> Check:
    where = tuple(f"{d.scene} at {d.at_s:.2f} s: {d.kind}: {d.what}" for d in timeline.defects)
    return Check("layout defects", len(timeline.defects), "0", not where, where)


def _count(name: str, measured: int, expected: int) -> Check:
    passed = measured == expected
    where = () if passed else (f"{measured} are in the film, {expected} were planned",)
    return Check(name, measured, str(expected), passed, where)
