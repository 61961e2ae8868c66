"""Sound files for others: MP3 for Manim's voice add-ons, WAV or MP3 for `voice try`."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from flaming_horse_voice.errors import WrongInput
from flaming_horse_voice.files import write_atomically

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MP3_BIT_RATE = 160_000


def write_sound(path: Path, sound: NDArray[np.float32], rate: int) -> None:
    """Write mono samples between -1 and 1 as the file's name says: .wav, .flac or .mp3."""
    kind = path.suffix.lower()
    if kind == ".mp3":
        content = mp3_bytes(sound, rate)
    elif kind in {".wav", ".flac"}:
        import soundfile

        buffer = io.BytesIO()
        soundfile.write(buffer, sound, rate, format=kind[1:].upper(), subtype="PCM_16")
        content = buffer.getvalue()
    else:
        raise WrongInput(f"{path.name} is no sound file's name", remedy="end it with .wav or .mp3")
    write_atomically(path, content)


def mp3_bytes(sound: NDArray[np.float32], rate: int) -> bytes:
    """An MP3 file of mono samples, by libmp3lame inside PyAV."""
    import av
    import numpy as np

    buffer = io.BytesIO()
    pcm = np.clip(np.round(sound * 32767), -32768, 32767).astype(np.int16)
    with av.open(buffer, "w", format="mp3") as file:
        stream = file.add_stream("libmp3lame", rate=rate)
        stream.bit_rate = MP3_BIT_RATE
        stream.layout = "mono"
        stream.format = "s16p"
        frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16p", layout="mono")
        frame.sample_rate = rate
        frame.time_base = Fraction(1, rate)
        frame.pts = 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return buffer.getvalue()
