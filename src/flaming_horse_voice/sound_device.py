"""The microphone and the loudspeaker of this machine, through `sounddevice` (PortAudio)."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from flaming_horse_voice.errors import NotInstalled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RECORD_RATE = 48000


def sound_device(doing: str, otherwise: str) -> Any:
    """The module `sounddevice`. Raises NotInstalled, saying what can be done `otherwise`."""
    try:
        import sounddevice
    except (ImportError, OSError) as missing:  # OSError: its PortAudio library
        raise NotInstalled(
            f"{doing} needs the package sounddevice and PortAudio ({missing})",
            remedy=f"pip install sounddevice, or {otherwise}",
        ) from missing
    return sounddevice


def recorded(device: Any, seconds: float, otherwise: str) -> NDArray[np.float32]:
    """What the microphone hears in that time, shape (n, 1), at RECORD_RATE.

    Raises NotInstalled where there is no microphone.
    """
    import numpy as np

    with _needed(device, "microphone", otherwise):
        taken = device.rec(round(seconds * RECORD_RATE), RECORD_RATE, channels=1, dtype="float32")
        device.wait()
    return np.asarray(taken, np.float32).reshape(-1, 1)


def play(sound: NDArray[np.float32], rate: int, otherwise: str) -> None:
    """Play mono samples, and wait for their end. Raises NotInstalled where nothing can play."""
    device = sound_device("playing", otherwise)
    with _needed(device, "loudspeaker", otherwise):
        device.play(sound, rate)
        device.wait()


@contextmanager
def _needed(device: Any, what: str, otherwise: str) -> Generator[None]:
    """PortAudio's refusal as NotInstalled."""
    try:
        yield
    except device.PortAudioError as refused:
        raise NotInstalled(
            f"there is no {what} that can be used ({refused})",
            remedy=f"connect one, or {otherwise}",
        ) from refused
