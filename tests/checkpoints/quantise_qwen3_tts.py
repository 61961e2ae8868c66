"""The 4-bit MLX form of a Qwen3-TTS checkpoint: `python quantise_qwen3_tts.py SOURCE OUT`.

Runs in the environment of the mlx engine. mlx-audio 0.6.2's own `convert` fails on this model:
its load hook wraps the decoder in `mx.compile`, which `nn.Module.apply` cannot walk. The same
steps stand here without the hook: the model, `sanitize`, and `nn.quantize` by its own predicate.
"""

# pyright: reportMissingImports=false

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

BITS, GROUP = 4, 64


def quantise(source: Path, out: Path) -> None:
    """Write the quantised checkpoint into `out`."""
    os.environ.setdefault("MLX_DISABLE_COMPILE", "1")
    import mlx.core as mx
    from mlx import nn
    from mlx.utils import tree_flatten
    from mlx_audio.tts.models.qwen3_tts import Model, ModelConfig
    from mlx_audio.utils import load_config, load_weights

    config = load_config(source)
    model = Model(ModelConfig.from_dict(config))
    weights = model.sanitize(load_weights(source))
    model.load_weights([(k, v.astype(mx.bfloat16)) for k, v in weights.items()], strict=True)

    def quantised(path: str, module: Any) -> bool:
        fits = hasattr(module, "to_quantized") and module.weight.shape[-1] % GROUP == 0
        return bool(fits and model.model_quant_predicate(path, module))

    nn.quantize(model, group_size=GROUP, bits=BITS, class_predicate=quantised)
    shutil.copytree(source, out, ignore=lambda at, _: _weights(Path(at), source))
    parameters = dict(tree_flatten(model.parameters()))
    mx.save_safetensors(str(out / "model.safetensors"), parameters, metadata={"format": "mlx"})
    how = {"group_size": GROUP, "bits": BITS, "mode": "affine"}
    config |= {"quantization": how, "quantization_config": how}
    (out / "config.json").write_text(json.dumps(config, indent=1), "utf-8")


def _weights(folder: Path, source: Path) -> list[str]:
    """The model's own weights are written anew; those of its codec stay as they are."""
    return [f.name for f in folder.glob("*.safetensors")] if folder == source else []


if __name__ == "__main__":
    quantise(Path(sys.argv[1]), Path(sys.argv[2]))
