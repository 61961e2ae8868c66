"""What a clip's encoder leaves in the picture."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from flaming_horse.render.encoder import ClipEncoder


def test_what_has_faded_out_leaves_no_ghost(tmp_path: Path) -> None:
    height, width, background, ink = 360, 640, 20, 90
    rows, columns = np.mgrid[:height, :width]
    distance = np.hypot(rows - height, columns - 0.9 * width)
    rings = (np.abs(distance % 45 - 22) < 1.5).astype(float)
    encoder = ClipEncoder(tmp_path / "clip.mp4", width=width, height=height, fps=30)
    for step in [*range(13), *[12] * 20]:
        grey = np.rint(background + (ink - background) * rings * (1 - step / 12)).astype(np.uint8)
        opaque = np.full_like(grey, 255)
        encoder.write(np.ascontiguousarray(np.dstack([grey, grey, grey, opaque])))
    encoder.close()
    with av.open(tmp_path / "clip.mp4") as clip:
        last = [frame.to_ndarray(format="gray") for frame in clip.decode(video=0)][-1]
    assert np.ptp(last.astype(int)) <= 1
