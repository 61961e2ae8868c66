"""What every voice can do. All of it runs in the worker process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Loaded:
    """The evidence of what was loaded; `versions` maps packages to their versions."""

    model: str
    revision: str
    sample_rate: int
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SpokenSound:
    """One spoken line: samples of shape (n,) between -1 and 1, and the times of its words.

    `times[i]` is the half-open interval of samples of the i-th word, None where the voice does
    not know; `aligned_by` is "model" when it does.
    """

    sound: NDArray[np.float32]
    sample_rate: int
    times: tuple[tuple[int, int], ...] | None
    aligned_by: str


class Backend(Protocol):
    """A voice in its worker process: loaded once, then it speaks line after line."""

    def load(self, settings: Mapping[str, Any]) -> Loaded:
        """Load the model. Raises NotInstalled when something it needs is missing."""
        ...

    def clone(self, reference: Path, transcript: str) -> None:
        """Compute the clone prompt. Raises WrongInput where the voice cannot clone."""
        ...

    def speak(self, speech: str, language: str, seed: int) -> SpokenSound:
        """Speak one speech-text, pauses included. Raises VoiceFailed when it cannot."""
        ...
