"""Lay the clips end to end and every take at its frame. Exact: no float decides a place."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from flaming_horse.errors import FilmFailed
from flaming_horse.film.phrases import as_shown
from flaming_horse.model.clip import Clip, PlacedLine
from flaming_horse.model.narration import Narration, RecordedLine
from flaming_horse.model.timeline import Chapter, TimedCue, TimedLine, TimedWord, Timeline
from flaming_horse.score.timed import end_of_take, words_heard

REBUILD = "The clips and the takes do not belong together; build the film again."


def lay_out(clips: Sequence[Clip], narration: Narration) -> Timeline:
    """The film of these clips, in this order.

    Raises FilmFailed when clips differ in size or rate, when a line is missing, cut off by the
    end of its clip, or spoken into the next one.
    """
    if not clips:
        raise FilmFailed("there are no clips to make a film of")
    _same_pictures(clips)
    chapters = _chapters(clips)
    lines: list[TimedLine] = []
    cues: list[TimedCue] = []
    for number, (clip, chapter) in enumerate(zip(clips, chapters, strict=True)):
        lines += [_timed_line(placed, clip, chapter, narration) for placed in clip.lines]
        cues += _timed_cues(clip, chapter, number)
    _every_line_once(lines, narration)
    return Timeline(
        width=clips[0].width,
        height=clips[0].height,
        fps=clips[0].fps,
        frames=chapters[-1].end_frame,
        chapters=tuple(chapters),
        lines=tuple(lines),
        cues=tuple(cues),
        defects=tuple(defect for clip in clips for defect in clip.defects),
        layouts_checked=sum(clip.layouts_checked for clip in clips),
    )


def _same_pictures(clips: Sequence[Clip]) -> None:
    first = clips[0]
    for clip in clips:
        if (clip.width, clip.height, clip.fps) != (first.width, first.height, first.fps):
            raise FilmFailed(
                f"scene {clip.scene!r} is {clip.width}x{clip.height} at {clip.fps} frames a "
                f"second, scene {first.scene!r} {first.width}x{first.height} at {first.fps}",
                remedy=REBUILD,
            )


def _chapters(clips: Sequence[Clip]) -> list[Chapter]:
    chapters: list[Chapter] = []
    start = 0
    for clip in clips:
        chapters.append(Chapter(clip.scene, as_shown(clip.heading), start, start + clip.frames))
        start += clip.frames
    return chapters


def _timed_line(
    placed: PlacedLine, clip: Clip, chapter: Chapter, narration: Narration
) -> TimedLine:
    recorded = _recorded(placed, narration)
    frame = chapter.start_frame + placed.start_frame
    start = Fraction(frame, clip.fps)
    end = end_of_take(recorded, start)
    if end > Fraction(chapter.end_frame, clip.fps):
        raise FilmFailed(
            f"line {placed.id!r} is cut off: it ends {float(end - _end(chapter, clip)):.3f} s "
            f"after its scene {clip.scene!r}",
            remedy=REBUILD,
        )
    words = tuple(
        TimedWord(word.start, word.end, first, last)
        for word, (first, last) in zip(recorded.words, words_heard(recorded, start), strict=True)
    )
    return TimedLine(placed.id, clip.scene, recorded.runs, frame, start, end, words)


def _end(chapter: Chapter, clip: Clip) -> Fraction:
    return Fraction(chapter.end_frame, clip.fps)


def _recorded(placed: PlacedLine, narration: Narration) -> RecordedLine:
    try:
        return narration.line(placed.id)
    except KeyError:
        raise FilmFailed(f"line {placed.id!r} has no take", remedy=REBUILD) from None


def _timed_cues(clip: Clip, chapter: Chapter, number: int) -> list[TimedCue]:
    return [
        TimedCue(
            line=cue.line,
            word=cue.word,
            action=cue.action,
            target=cue.target,
            # The clip wrote a float; a microsecond is far below what anybody sees.
            spoken_at=Fraction(chapter.start_frame, clip.fps)
            + Fraction(cue.spoken_at_s).limit_denominator(1_000_000),
            frame=chapter.start_frame + cue.frame,
            box=cue.box,
            chapter=number,
        )
        for cue in clip.cues
    ]


def _every_line_once(lines: list[TimedLine], narration: Narration) -> None:
    placed = [line.id for line in lines]
    wanted = [line.id for line in narration.lines]
    missing = sorted(set(wanted) - set(placed))
    if missing:
        raise FilmFailed(f"no scene speaks {', '.join(map(repr, missing))}", remedy=REBUILD)
    twice = sorted({one for one in placed if placed.count(one) > 1})
    if twice:
        raise FilmFailed(f"spoken more than once: {', '.join(map(repr, twice))}", remedy=REBUILD)
    for before, after in pairwise(sorted(lines, key=lambda line: line.start)):
        if after.start < before.end:
            raise FilmFailed(
                f"line {after.id!r} starts before {before.id!r} has ended", remedy=REBUILD
            )
