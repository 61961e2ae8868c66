"""What an engine is to the program around it, and the values that pass between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Refused(Exception):
    """An error that crosses to the parent as it is; `code` is one of the protocol's codes.

    `again` tells that another seed may do better.
    """

    def __init__(self, code: str, what: str, remedy: str = "", *, again: bool = False) -> None:
        super().__init__(what)
        self.again = again
        self.code = code
        self.what = what
        self.remedy = remedy


@dataclass
class EngineSound:
    """What an engine made of one text: samples of shape (n,), and whether it ran into its cap.

    `times[i]` is the half-open interval of samples of its i-th word, None where the model does not
    know. The silence around a `finished` sound belongs to it: nothing of it is cut.
    """

    samples: NDArray[np.float32]
    sample_rate: int
    frames: int = 0
    capped: bool = False
    times: tuple[tuple[int, int], ...] | None = None
    finished: bool = False


@dataclass
class TextPiece:
    """A part of a line: seconds of silence before it, and its text ("" for silence alone).

    `phonemes` is what an engine has read of the text, for itself, where it must before it can cut.
    """

    pause_before: float
    text: str
    phonemes: Any = None


@dataclass
class Text:
    """One text to be spoken in one go, with its cap in frames and its seed."""

    text: str
    cap: int
    seed: int
    language: str
    phonemes: Any = None


class Engine(Protocol):
    """One loaded model. All of it runs on the main thread: MLX wants its streams there.

    Each of its methods may raise Refused; `batch` is how many texts it speaks together.
    """

    service: str
    batch: int

    def load(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Load; what was loaded: model, revision, sample_rate, versions, device, precision."""
        ...

    def clone(self, reference: str, transcript: str) -> None:
        """Compute the clone prompt once."""
        ...

    def pieces(self, asked: Mapping[str, Any]) -> list[TextPiece]:
        """What is spoken in one go of a line that was asked for, with the silence between."""
        ...

    def speak(self, texts: Sequence[Text]) -> Iterator[tuple[int, EngineSound]]:
        """Speak texts of one language together: (index, sound) for each that gave any sound."""
        ...

    def peak_memory(self) -> int:
        """Bytes on the device at most so far; 0 where only the process's own memory counts."""
        ...
