"""A line's changes as events on whole frames, and the order in which they are played."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from manim import Animation


@dataclass(frozen=True, slots=True)
class StageEvent:
    """At `frame` of the scene something changes, within `frames` frames when there is time.

    `make` builds the animations when the event's time has come. `yields` says that it may begin
    a little later, with the next event, rather than be cut short by it.
    """

    frame: int
    frames: int
    make: Callable[[], Sequence[Animation]]
    yields: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """Events that begin together, and how many frames they have until the next ones begin."""

    frame: int
    frames: int
    events: tuple[StageEvent, ...]


def segments(events: Sequence[StageEvent], end: int) -> Iterator[Segment]:
    """The events in order of time; each ends before the next begins, and before `end`."""
    starts = sorted({event.frame for event in events if not event.yields})
    moved = [_yielding(event, starts) for event in events]
    frames = sorted({event.frame for event in moved})
    for frame, following in (
        zip(frames, [*frames[1:], max(end, frames[-1])], strict=True) if (frames) else ()
    ):
        together = tuple(event for event in moved if event.frame == frame)
        wanted = max(event.frames for event in together)
        yield Segment(frame, min(wanted, following - frame), together)


def _yielding(event: StageEvent, starts: Sequence[int]) -> StageEvent:
    if not event.yields:
        return event
    near = [frame for frame in starts if event.frame < frame < event.frame + event.frames]
    return replace(event, frame=near[0]) if near else event
