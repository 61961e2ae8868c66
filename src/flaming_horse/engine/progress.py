"""How far an action is, told by the function that runs to whoever watches."""

from __future__ import annotations

import time
from collections.abc import Callable

# The terminal cannot show more, and a frame can be drawn in a millisecond.
SHORTEST_INTERVAL_S = 0.05

Sink = Callable[[int, int], None]
_sink: Sink | None = None
_told_at = float("-inf")


def progress(done: int, total: int) -> None:
    """Tell that `done` of `total` steps are finished; free to call often."""
    global _told_at  # noqa: PLW0603 - one worker process runs one action at a time
    now = time.monotonic()
    if _sink is None or (done < total and now - _told_at < SHORTEST_INTERVAL_S):
        return
    _told_at = now
    _sink(done, total)


def connect(sink: Sink | None) -> None:
    """Send what `progress` is told to `sink`; None disconnects."""
    global _sink, _told_at
    _sink, _told_at = sink, float("-inf")
