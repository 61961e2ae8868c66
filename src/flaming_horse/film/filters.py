"""Sound through FFmpeg's filters, sample for sample."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from fractions import Fraction
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

Samples: TypeAlias = npt.NDArray[np.float32]

SAMPLE_RATE = 48_000
BLOCK = 1 << 16


def filtered(sound: Samples, *filters: tuple[str, str]) -> Samples:
    """`(channels, samples)` at 48 kHz through filters, each its name and its options.

    Only filters that neither delay nor shorten the sound: what comes out has the same shape.
    """
    blocks = [frame.to_ndarray() for frame in frames_through(sound, filters)]
    return np.concatenate(blocks, axis=1) if blocks else sound.copy()


def frames_through(sound: Samples, filters: Sequence[tuple[str, str]]) -> Generator[Any]:
    """The frames that leave the last filter, which may carry measurements."""
    from av.error import BlockingIOError as Hungry
    from av.error import EOFError as Finished
    from av.filter import Graph

    graph = cast("Any", Graph())
    layout = "mono" if len(sound) == 1 else "stereo"
    source = graph.add_abuffer(
        sample_rate=SAMPLE_RATE, format="fltp", layout=layout, time_base=Fraction(1, SAMPLE_RATE)
    )
    flat = ("aformat", "sample_fmts=fltp")  # filters may compute in doubles
    last = source
    for name, options in (*filters, flat):
        following = graph.add(name, options)
        last.link_to(following)
        last = following
    last.link_to(graph.add("abuffersink"))
    graph.configure()
    starts = range(0, sound.shape[1], BLOCK)
    for pushed in (*(_frame(sound[:, at : at + BLOCK], layout, at) for at in starts), None):
        source.push(pushed)
        while True:
            try:
                yield graph.pull()
            except (Hungry, Finished):
                break


def _frame(block: Samples, layout: str, pts: int) -> Any:
    from av.audio.frame import AudioFrame

    frame: Any = AudioFrame.from_ndarray(
        np.ascontiguousarray(block, dtype=np.float32), format="fltp", layout=layout
    )
    frame.sample_rate = SAMPLE_RATE
    frame.time_base = Fraction(1, SAMPLE_RATE)
    frame.pts = pts
    return frame
