"""One H.264 stream for a whole clip: frames in, MP4 out."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

BT709 = 1
"""ITU-T H.273: primaries, transfer and matrix are all 1 for BT.709."""
LIMITED_RANGE = 1

KEY_FRAME_EVERY_S = 10

X264_OPTIONS = {
    # Drawings have flat areas and sharp edges: a constant quantiser keeps both, and needs no rate
    # control. Against superfast crf 20 on a 1080p30 scene: 5.6 instead of 12.3 ms of CPU a frame,
    # the same distance to the frames (PSNR-Y 59.7, at least 55.0, against 60.5 and 55.3), half as
    # many bytes again (some 25 kB a second).
    "preset": "ultrafast",
    "qp": "20",
    # fast-pskip takes the faint rest of what fades out for no change at all, and leaves it as a
    # ghost of up to 20 levels until the next key frame. To do without costs a quarter more bytes
    # in frames that move, and no time.
    "x264-params": "cabac=1:8x8dct=1:scenecut=0:aq-mode=0:no-fast-pskip=1",
    # No frame is reordered, so decoding times equal showing times and clips join by offset alone.
    "bf": "0",
    # Slices and look-ahead depend on the number of threads; one thread gives the same bytes always.
    "threads": "1",
}


class ClipEncoder:
    """Writes `path` while frames come; a frame that repeats the last one is not converted again.

    Raises what PyAV raises when the file cannot be written. `close` finishes the file; leaving it
    out leaves an unfinished one, which nobody should publish.
    """

    def __init__(
        self,
        path: Path,
        *,
        width: int,
        height: int,
        fps: int,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        import av
        from av.video.reformatter import VideoReformatter

        self._size = (height, width, 4)
        self._progress = progress
        self._reformatter: Any = VideoReformatter()
        self._container: Any = av.open(str(path), "w", format="mp4")
        self._stream: Any = self._container.add_stream("libx264", rate=fps)
        self._stream.width, self._stream.height = width, height
        self._stream.pix_fmt = "yuv420p"
        self._stream.time_base = Fraction(1, fps)
        self._stream.options = dict(X264_OPTIONS)
        context = self._stream.codec_context
        context.time_base = Fraction(1, fps)
        context.gop_size = KEY_FRAME_EVERY_S * fps
        context.colorspace = context.color_primaries = context.color_trc = BT709
        context.color_range = LIMITED_RANGE
        self._pixels: npt.NDArray[np.uint64] | None = None
        self._picture: Any = None
        self.frames = 0

    def write(self, pixels: npt.NDArray[np.uint8], repeat: int = 1) -> None:
        """Append one RGBA picture, `(height, width, 4)`, for `repeat` frames.

        The array belongs to the encoder from here on. Raises ValueError for another size.
        """
        if pixels.shape != self._size:
            raise ValueError(f"a frame of {self._size} was expected, not {pixels.shape}")
        if not self._repeats(pixels):
            self._picture = self._converted(pixels)
        for _ in range(repeat):
            self._picture.pts = self.frames
            self._picture.pict_type = 0  # the encoder wrote its last choice here; let it choose
            self._container.mux(self._stream.encode(self._picture))
            self.frames += 1
        if self._progress is not None:
            self._progress(self.frames)

    def close(self) -> None:
        """Flush the encoder and finish the file."""
        self._container.mux(self._stream.encode(None))
        self._container.close()

    def abort(self) -> None:
        """Let go of the file without a valid end."""
        self._container.close()

    def _repeats(self, pixels: npt.NDArray[np.uint8]) -> bool:
        import numpy as np

        rows = np.ascontiguousarray(pixels).reshape(-1)
        words = rows.view(np.uint64)  # pixels come in pairs: widths are even
        same = self._pixels is not None and bool(np.array_equal(words, self._pixels))
        self._pixels = words
        return same

    def _converted(self, pixels: npt.NDArray[np.uint8]) -> Any:
        from av.video.frame import VideoFrame

        frame: Any = VideoFrame.from_numpy_buffer(pixels, format="rgba")
        picture = self._reformatter.reformat(
            frame,
            format="yuv420p",
            dst_colorspace="ITU709",
            src_color_range="JPEG",
            dst_color_range="MPEG",
        )
        picture.color_primaries = picture.color_trc = BT709
        picture.time_base = self._stream.codec_context.time_base
        return picture
