"""The engines of the cloned voice: what is installed for each, and what each is called."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineRow:
    """An engine. `steps` are the arguments of one `pip install` after another.

    `packages` are looked at when an environment is examined, `tested` the versions of those that
    are known to work together. `prefix` begins the names of its environment variables.
    """

    what: str
    script: str
    model: str
    prefix: str
    steps: tuple[tuple[str, ...], ...]
    tested: Mapping[str, str]
    space: int
    """Bytes that the environment takes, about, and what must be free before it is made."""
    least: Mapping[str, str]
    """The oldest version of a package with which a recording can be cloned, as tried: mlx-audio
    0.3.1 loads no encoder of recordings."""

    @property
    def packages(self) -> tuple[str, ...]:
        return tuple(self.tested)


_MLX = "mlx[cpu]==0.32.4" if sys.platform == "linux" else "mlx==0.32.4"
_TORCH_SPACE = 6_000_000_000 if sys.platform == "linux" else 3_000_000_000
"""On Linux the package index gives a PyTorch with CUDA: about 5 GB, and its downloads meanwhile."""

# Versions that were tried together: the two engines cannot share one environment, because
# mlx-audio wants transformers 5.14 or newer and qwen-tts exactly 4.57.3. qwen-tts is installed
# without its dependencies: torchaudio, sox and onnxruntime serve its 25 Hz tokenizer only.
ENGINES: Mapping[str, EngineRow] = {
    "mlx": EngineRow(
        what="MLX",
        script="mlx_tts_service.py",
        model="mlx-community/Qwen3-TTS-12Hz-0.6B-Base-4bit",
        prefix="FLAMING_HORSE_MLX",
        steps=((_MLX, "mlx-audio==0.6.2"),),
        tested={"mlx": "0.32.4", "mlx-audio": "0.6.2"},
        space=800_000_000,
        least={"mlx-audio": "0.4.2"},
    ),
    "qwen": EngineRow(
        what="PyTorch",
        script="qwen_tts_service.py",
        model="Qwen/Qwen3-TTS-12Hz-0.6B-Base",
        prefix="FLAMING_HORSE_QWEN",
        steps=(
            (
                "torch==2.13.0", "transformers==4.57.3", "accelerate==1.12.0",
                "librosa", "soundfile", "einops",
            ),
            ("--no-deps", "qwen-tts==0.1.1"),
        ),
        tested={
            "torch": "2.13.0", "transformers": "4.57.3",
            "accelerate": "1.12.0", "qwen-tts": "0.1.1",
        },
        space=_TORCH_SPACE,
        least={},
    ),
}  # fmt: skip
