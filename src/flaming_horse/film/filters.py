"""Sound through FFmpeg's filters, sample for sample."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from fractions import Fraction
from typing import Any, cast

import numpy as np

from flaming_horse.film.samples import SAMPLE_RATE, Samples


class Filters:
    """FFmpeg's filters, each its name and its options; they keep their state between blocks.

    Only filters that neither delay nor shorten the sound: what goes in comes out.
    """

    def __init__(self, *filters: tuple[str, str]) -> None:
        self._filters = filters
        self._graph: Any = None
        self._source: Any = None
        self._layout = ""
        self._pushed = 0

    def push(self, block: Samples) -> Generator[Any]:
        """Send `(channels, samples)` through, of 1 or 2 channels; the frames that come out.

        Frames may carry measurements. All blocks have as many channels as the first one.
        """
        if self._graph is None:
            self._open("mono" if len(block) == 1 else "stereo")
        frame = _frame(block, self._layout, self._pushed)
        self._pushed += block.shape[1]
        yield from self._through(frame)

    def end(self) -> Generator[Any]:
        """The frames that were still inside; nothing can be pushed after that."""
        if self._graph is not None:
            yield from self._through(None)

    def _open(self, layout: str) -> None:
        from av.filter import Graph

        self._layout = layout
        self._graph = cast("Any", Graph())
        self._source = self._graph.add_abuffer(
            sample_rate=SAMPLE_RATE,
            format="fltp",
            layout=layout,
            time_base=Fraction(1, SAMPLE_RATE),
        )
        flat = ("aformat", "sample_fmts=fltp")  # filters may compute in doubles
        last = self._source
        for name, options in (*self._filters, flat):
            following = self._graph.add(name, options)
            last.link_to(following)
            last = following
        last.link_to(self._graph.add("abuffersink"))
        self._graph.configure()

    def _through(self, frame: Any) -> Generator[Any]:
        from av.error import BlockingIOError as Hungry
        from av.error import EOFError as Finished

        self._source.push(frame)
        while True:
            try:
                yield self._graph.pull()
            except (Hungry, Finished):
                return


def filtered(parts: Iterable[Samples], *filters: tuple[str, str]) -> Generator[Samples]:
    """`(channels, samples)` at 48 kHz, part by part, through filters as one sound."""
    through = Filters(*filters)
    for part in parts:
        if part.shape[1]:
            for frame in through.push(part):
                yield frame.to_ndarray()
    for frame in through.end():
        yield frame.to_ndarray()


def _frame(block: Samples, layout: str, pts: int) -> Any:
    from av.audio.frame import AudioFrame

    frame: Any = AudioFrame.from_ndarray(
        np.ascontiguousarray(block, dtype=np.float32), format="fltp", layout=layout
    )
    frame.sample_rate = SAMPLE_RATE
    frame.time_base = Fraction(1, SAMPLE_RATE)
    frame.pts = pts
    return frame
