"""A random-weight Qwen3-TTS-12Hz checkpoint in the Hugging Face layout, made with numpy alone.

    python tiny_qwen3_tts.py OUT [--preset tiny|0.6b] [--kind base|custom_voice|voice_design]
                             [--dtype float32|bfloat16] [--frames 30] [--seed 0]

qwen-tts 0.1.1 and mlx-audio 0.6.2 load the same folder unchanged, and speak noise from it that
ends by itself: the loading, cloning, batching and quantised code in tests is the real one.

What the tiny sizes owe to those libraries:

- Every Linear's input is a multiple of 64: MLX quantises in groups of 64 and skips other layers
  without a word.
- mlx-audio guesses the layout of convolutions from their shapes. A 1x1 convolution in PyTorch's
  layout is taken for MLX's unless it has more than 64 inputs, one of k taps unless it has k or
  more: hence the blocks of 72 channels.
- The Mimi encoder must have exactly 4 ratios and 1 residual layer.
- The talker's vocabulary is the codebook and 1024 more: all of those but the end token are
  suppressed in sampling.
- "<|im_start|>assistant\\n" must be 3 tokens, "<|im_end|>\\n<|im_start|>assistant\\n" 5: both
  libraries cut the prompt by those counts.
- The rates of the decoder multiply to 1920 samples a frame.

How it ends: channel 0 of the residual stream is a constant (the bias of the text projection; no
other weight writes to it), so that one weight of the head sets the chance of the end token.
"""

from __future__ import annotations

import argparse
import json
import math
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Shape = tuple[int, ...]
Shapes = dict[str, Shape]
Weights = dict[str, NDArray[np.float32]]
Table = dict[str, Any]

CODE_GROUPS = 16
SPEAKERS = ("vivian", "ryan")
_LANGUAGES = (
    "english", "german", "spanish", "chinese", "japanese",
    "french", "korean", "russian", "italian", "portuguese",
)  # fmt: skip
_ENCODER_RATIOS = (8, 6, 5, 4)

TINY: Table = {
    "hidden": 64, "inner": 128, "layers": 2, "heads": 2, "kv_heads": 1, "head_dim": 32,
    "mrope": [6, 5, 5], "text_hidden": 64, "text_vocab": 320, "book": 128,
    "predictor_hidden": 64, "predictor_inner": 128, "predictor_layers": 2,
    "speaker": {
        "mel_dim": 128, "enc_dim": 64, "enc_channels": [72, 72, 72, 72, 216],
        "enc_attention_channels": 72, "enc_res2net_scale": 8, "enc_se_channels": 72,
    },
    # no block of SnakeBeta and transposed convolution: 24 kHz are decoded in milliseconds
    "decoder": {
        "codebook_dim": 144, "latent_dim": 16, "decoder_dim": 16, "hidden_size": 64,
        "intermediate_size": 128, "head_dim": 32, "num_attention_heads": 2,
        "num_key_value_heads": 2, "num_hidden_layers": 1,
        "upsample_rates": [], "upsampling_ratios": [2, 2, 8, 5, 4, 3],
    },
    "encoder": {
        "num_filters": 8, "hidden_size": 64, "intermediate_size": 128, "num_attention_heads": 2,
        "num_key_value_heads": 2, "head_dim": 32, "num_hidden_layers": 1, "codebook_dim": 32,
        "num_quantizers": 16,
    },
}  # fmt: skip
FULL: Table = {  # the sizes of Qwen/Qwen3-TTS-12Hz-0.6B-Base, for timing
    "hidden": 1024, "inner": 3072, "layers": 28, "heads": 16, "kv_heads": 8, "head_dim": 128,
    "mrope": [24, 20, 20], "text_hidden": 2048, "text_vocab": 151936, "book": 2048,
    "predictor_hidden": 1024, "predictor_inner": 3072, "predictor_layers": 5,
    "speaker": {
        "mel_dim": 128, "enc_dim": 1024, "enc_channels": [512, 512, 512, 512, 1536],
        "enc_attention_channels": 128, "enc_res2net_scale": 8, "enc_se_channels": 128,
    },
    "decoder": {
        "codebook_dim": 512, "latent_dim": 1024, "decoder_dim": 1536, "hidden_size": 512,
        "intermediate_size": 1024, "head_dim": 64, "num_attention_heads": 16,
        "num_key_value_heads": 16, "num_hidden_layers": 8,
        "upsample_rates": [8, 5, 4, 3], "upsampling_ratios": [2, 2],
    },
    "encoder": {
        "num_filters": 64, "hidden_size": 512, "intermediate_size": 2048,
        "num_attention_heads": 8, "num_key_value_heads": 8, "head_dim": 64,
        "num_hidden_layers": 8, "codebook_dim": 256, "num_quantizers": 32,
    },
}  # fmt: skip
PRESETS = {"tiny": TINY, "0.6b": FULL}
_CONSTANT_AFTER_NORM = {64: 4.27, 1024: 24.0}
"""Channel 0 after the last norm, by hidden size: measured for tiny, assumed for the full size."""


def make(
    out: Path,
    *,
    preset: str = "tiny",
    kind: str = "base",
    bf16: bool = False,
    frames: float = 30.0,
    seed: int = 0,
) -> Path:
    """Write the checkpoint; the same arguments give the same bytes. `frames` is the mean length."""
    sizes = PRESETS[preset]
    codec = out / "speech_tokenizer"
    codec.mkdir(parents=True, exist_ok=True)
    tokens = _write_tokenizer(out)
    rng = np.random.default_rng(seed)

    weights = {name: _init(name, shape, rng) for name, shape in _model_shapes(sizes).items()}
    _set_ending(weights, sizes, frames)
    if kind != "base":
        weights = {k: v for k, v in weights.items() if not k.startswith("speaker_encoder.")}
    _write_safetensors(out / "model.safetensors", weights, bf16=bf16)

    shapes, last = _codec_shapes(sizes)
    weights = {name: _init(name, shape, rng) for name, shape in shapes.items()}
    if sizes["decoder"]["upsample_rates"]:
        weights[last] *= np.float32(0.05)  # keeps the waveform between -1 and 1
    _write_safetensors(codec / "model.safetensors", weights, bf16=False)

    dtype = "bfloat16" if bf16 else "float32"
    _write_json(out / "config.json", _model_config(sizes, tokens, kind, dtype))
    _write_json(codec / "config.json", _codec_config(sizes))
    for file, content in _SMALL_FILES.items():
        _write_json(out / file, content)
    return out


_SMALL_FILES: dict[str, Table] = {
    "generation_config.json": {
        "do_sample": True, "temperature": 0.9, "top_k": 50, "top_p": 1.0,
        "repetition_penalty": 1.05, "subtalker_dosample": True, "subtalker_temperature": 0.9,
        "subtalker_top_k": 50, "subtalker_top_p": 1.0, "max_new_tokens": 8192,
    },
    "preprocessor_config.json": {
        "padding_side": "left", "padding_value": 0.0,
        "processor_class": "Qwen3TTSProcessor", "return_attention_mask": True,
    },
    "speech_tokenizer/preprocessor_config.json": {
        "chunk_length_s": None, "feature_extractor_type": "EncodecFeatureExtractor",
        "feature_size": 1, "overlap": None, "padding_side": "right", "padding_value": 0.0,
        "return_attention_mask": True, "sampling_rate": 24000,
    },
}  # fmt: skip


# --- configurations


def _model_config(sizes: Table, tokens: dict[str, int], kind: str, dtype: str) -> Table:
    return {
        "architectures": ["Qwen3TTSForConditionalGeneration"],
        "model_type": "qwen3_tts",
        "torch_dtype": dtype,
        "tokenizer_type": "qwen3_tts_tokenizer_12hz",
        "tts_model_size": "0b6",
        "tts_model_type": kind,
        "im_start_token_id": tokens["<|im_start|>"],
        "im_end_token_id": tokens["<|im_end|>"],
        "tts_pad_token_id": tokens["<tts_pad>"],
        "tts_bos_token_id": tokens["<tts_text_bos>"],
        "tts_eos_token_id": tokens["<tts_text_eod>"],
        "talker_config": _talker_config(sizes, kind),
        "speaker_encoder_config": {
            **sizes["speaker"],
            "enc_kernel_sizes": [5, 3, 3, 3, 1],
            "enc_dilations": [1, 2, 3, 4, 1],
            "sample_rate": 24000,
        },
    }


def _attention(sizes: Table) -> Table:
    """What the talker and its code predictor share."""
    return {
        "num_attention_heads": sizes["heads"],
        "num_key_value_heads": sizes["kv_heads"],
        "head_dim": sizes["head_dim"],
        "hidden_act": "silu",
        "rms_norm_eps": 1e-6,
        "rope_theta": 1000000,
        "attention_bias": False,
        "attention_dropout": 0,
        "use_sliding_window": False,
        "sliding_window": None,
        "num_code_groups": CODE_GROUPS,
    }


def _talker_config(sizes: Table, kind: str) -> Table:
    book = sizes["book"]
    speakers = {name: book + 200 + number for number, name in enumerate(SPEAKERS)}
    custom = kind == "custom_voice"
    return {
        **_attention(sizes),
        "model_type": "qwen3_tts_talker",
        "vocab_size": book + 1024,
        "hidden_size": sizes["hidden"],
        "intermediate_size": sizes["inner"],
        "num_hidden_layers": sizes["layers"],
        "max_position_embeddings": 32768,
        "rope_scaling": {
            "interleaved": True,
            "mrope_section": sizes["mrope"],
            "rope_type": "default",
        },
        "text_hidden_size": sizes["text_hidden"],
        "text_vocab_size": sizes["text_vocab"],
        "codec_pad_id": book + 100,
        "codec_bos_id": book + 101,
        "codec_eos_token_id": book + 102,
        "codec_think_id": book + 106,
        "codec_nothink_id": book + 107,
        "codec_think_bos_id": book + 108,
        "codec_think_eos_id": book + 109,
        "codec_language_id": {name: book + 2 + n for n, name in enumerate(_LANGUAGES)},
        "spk_id": speakers if custom else {},
        "spk_is_dialect": dict.fromkeys(SPEAKERS, False) if custom else {},
        "code_predictor_config": {
            **_attention(sizes),
            "model_type": "qwen3_tts_talker_code_predictor",
            "vocab_size": book,
            "hidden_size": sizes["predictor_hidden"],
            "intermediate_size": sizes["predictor_inner"],
            "num_hidden_layers": sizes["predictor_layers"],
            "max_position_embeddings": 65536,
            "rope_scaling": None,
        },
    }


def _codec_config(sizes: Table) -> Table:
    book, decoder, encoder = sizes["book"], sizes["decoder"], sizes["encoder"]
    shared = {
        "attention_bias": False,
        "attention_dropout": 0.0,
        "layer_scale_initial_scale": 0.01,
        "max_position_embeddings": 8000,
        "rope_theta": 10000,
        "num_semantic_quantizers": 1,
        "codebook_size": book,
    }
    return {
        "architectures": ["Qwen3TTSTokenizerV2Model"],
        "model_type": "qwen3_tts_tokenizer_12hz",
        "encoder_valid_num_quantizers": CODE_GROUPS,
        "input_sample_rate": 24000,
        "output_sample_rate": 24000,
        "decode_upsample_rate": 1920,
        "encode_downsample_rate": 1920,
        "decoder_config": {
            **decoder,
            **shared,
            "semantic_codebook_size": 4096,
            "num_quantizers": CODE_GROUPS,
            "vector_quantization_hidden_dimension": decoder["codebook_dim"],
            "hidden_act": "silu",
            "rms_norm_eps": 1e-5,
            "sliding_window": 72,
        },
        "encoder_config": {
            **encoder,
            **shared,
            "vector_quantization_hidden_dimension": encoder["codebook_dim"],
            "upsample_groups": encoder["hidden_size"],
            "_frame_rate": 12.5,
            "frame_rate": 12.5,
            "audio_channels": 1,
            "compress": 2,
            "dilation_growth_rate": 2,
            "hidden_act": "gelu",
            "kernel_size": 7,
            "last_kernel_size": 3,
            "norm_eps": 1e-5,
            "num_residual_layers": 1,
            "pad_mode": "constant",
            "residual_kernel_size": 3,
            "sampling_rate": 24000,
            "sliding_window": 250,
            "upsampling_ratios": list(_ENCODER_RATIOS),
            "use_causal_conv": True,
            "use_conv_shortcut": False,
        },
    }


# --- shapes


def _layer(shapes: Shapes, name: str, *shape: int, bias: bool = True) -> None:
    """A Linear or a convolution."""
    shapes[f"{name}.weight"] = shape
    if bias:
        shapes[f"{name}.bias"] = (shape[0],)


def _block(shapes: Shapes, name: str, hidden: int, inner: int, queries: int, keys: int) -> None:
    """A transformer's layer with gated MLP; `queries` and `keys` are widths over all heads."""
    for part, shape in {
        "self_attn.q_proj": (queries, hidden),
        "self_attn.k_proj": (keys, hidden),
        "self_attn.v_proj": (keys, hidden),
        "self_attn.o_proj": (hidden, queries),
        "mlp.gate_proj": (inner, hidden),
        "mlp.up_proj": (inner, hidden),
        "mlp.down_proj": (hidden, inner),
        "input_layernorm": (hidden,),
        "post_attention_layernorm": (hidden,),
    }.items():
        shapes[f"{name}.{part}.weight"] = shape


def _model_shapes(sizes: Table) -> Shapes:
    shapes: Shapes = {}
    book, hidden, text = sizes["book"], sizes["hidden"], sizes["text_hidden"]
    predictor = "talker.code_predictor"
    stacks = {
        "talker.model": (hidden, sizes["inner"], sizes["layers"]),
        f"{predictor}.model": (
            sizes["predictor_hidden"],
            sizes["predictor_inner"],
            sizes["predictor_layers"],
        ),
    }
    dim = sizes["head_dim"]
    for name, (width, inner, count) in stacks.items():
        for number in range(count):
            block = f"{name}.layers.{number}"
            _block(shapes, block, width, inner, sizes["heads"] * dim, sizes["kv_heads"] * dim)
            shapes[f"{block}.self_attn.q_norm.weight"] = (dim,)
            shapes[f"{block}.self_attn.k_norm.weight"] = (dim,)
        shapes[f"{name}.norm.weight"] = (width,)
    shapes["talker.model.codec_embedding.weight"] = (book + 1024, hidden)
    shapes["talker.model.text_embedding.weight"] = (sizes["text_vocab"], text)
    _layer(shapes, "talker.text_projection.linear_fc1", text, text)
    _layer(shapes, "talker.text_projection.linear_fc2", hidden, text)
    shapes["talker.codec_head.weight"] = (book + 1024, hidden)
    for number in range(CODE_GROUPS - 1):
        shapes[f"{predictor}.model.codec_embedding.{number}.weight"] = (book, hidden)
        shapes[f"{predictor}.lm_head.{number}.weight"] = (book, sizes["predictor_hidden"])
    if hidden != sizes["predictor_hidden"]:
        _layer(shapes, f"{predictor}.small_to_mtp_projection", sizes["predictor_hidden"], hidden)
    _speaker_shapes(shapes, sizes["speaker"])
    return shapes


def _speaker_shapes(shapes: Shapes, speaker: Table) -> None:
    """An ECAPA-TDNN."""
    channels, bottleneck = speaker["enc_channels"], speaker["enc_se_channels"]
    width = channels[0] // speaker["enc_res2net_scale"]
    name = "speaker_encoder"
    _layer(shapes, f"{name}.blocks.0.conv", channels[0], speaker["mel_dim"], 5)
    for number in (1, 2, 3):
        block, count = f"{name}.blocks.{number}", channels[number]
        _layer(shapes, f"{block}.tdnn1.conv", count, channels[number - 1], 1)
        for part in range(speaker["enc_res2net_scale"] - 1):
            _layer(shapes, f"{block}.res2net_block.blocks.{part}.conv", width, width, 3)
        _layer(shapes, f"{block}.tdnn2.conv", count, count, 1)
        _layer(shapes, f"{block}.se_block.conv1", bottleneck, count, 1)
        _layer(shapes, f"{block}.se_block.conv2", count, bottleneck, 1)
    wide, attention = channels[4], speaker["enc_attention_channels"]
    _layer(shapes, f"{name}.mfa.conv", wide, wide, 1)
    _layer(shapes, f"{name}.asp.tdnn.conv", attention, 3 * wide, 1)
    _layer(shapes, f"{name}.asp.conv", wide, attention, 1)
    _layer(shapes, f"{name}.fc", speaker["enc_dim"], 2 * wide, 1)


def _codec_shapes(sizes: Table) -> tuple[Shapes, str]:
    """The codec's shapes, and the name of its last weight."""
    shapes: Shapes = {}
    _encoder_shapes(shapes, sizes["encoder"], sizes["book"])
    return shapes, _decoder_shapes(shapes, sizes["decoder"], sizes["book"])


def _encoder_shapes(shapes: Shapes, sizes: Table, book: int) -> None:
    """Mimi's encoder."""
    filters, hidden = sizes["num_filters"], sizes["hidden_size"]
    name = "encoder.encoder.layers"
    _layer(shapes, f"{name}.0.conv", filters, 1, 7)
    for number, ratio in enumerate(reversed(_ENCODER_RATIOS)):
        count = filters * 2**number
        _layer(shapes, f"{name}.{1 + 3 * number}.block.1.conv", count // 2, count, 3)
        _layer(shapes, f"{name}.{1 + 3 * number}.block.3.conv", count, count // 2, 1)
        _layer(shapes, f"{name}.{3 + 3 * number}.conv", 2 * count, count, 2 * ratio)
    _layer(shapes, f"{name}.14.conv", hidden, filters * 16, 3)
    width = sizes["num_attention_heads"] * sizes["head_dim"]
    for number in range(sizes["num_hidden_layers"]):
        block = f"encoder.encoder_transformer.layers.{number}"
        for part in "qkv":
            shapes[f"{block}.self_attn.{part}_proj.weight"] = (width, hidden)
        shapes[f"{block}.self_attn.o_proj.weight"] = (hidden, width)
        shapes[f"{block}.mlp.fc1.weight"] = (sizes["intermediate_size"], hidden)
        shapes[f"{block}.mlp.fc2.weight"] = (hidden, sizes["intermediate_size"])
        for norm in ("input_layernorm", "post_attention_layernorm"):
            _layer(shapes, f"{block}.{norm}", hidden)
        shapes[f"{block}.self_attn_layer_scale.scale"] = (hidden,)
        shapes[f"{block}.mlp_layer_scale.scale"] = (hidden,)
    shapes["encoder.downsample.conv.weight"] = (hidden, hidden, 4)
    dim = sizes["codebook_dim"]
    for kind, count in (("semantic", 1), ("acoustic", sizes["num_quantizers"] - 1)):
        quantizer = f"encoder.quantizer.{kind}_residual_vector_quantizer"
        for number in range(count):
            codebook = f"{quantizer}.layers.{number}.codebook"
            shapes[f"{codebook}.initialized"] = (1,)
            shapes[f"{codebook}.cluster_usage"] = (book,)
            shapes[f"{codebook}.embed_sum"] = (book, dim)
        shapes[f"{quantizer}.input_proj.weight"] = (dim, hidden, 1)
        shapes[f"{quantizer}.output_proj.weight"] = (hidden, dim, 1)


def _decoder_shapes(shapes: Shapes, sizes: Table, book: int) -> str:
    dim, latent, hidden = sizes["codebook_dim"], sizes["latent_dim"], sizes["hidden_size"]
    heads, keys = sizes["num_attention_heads"], sizes["num_key_value_heads"]
    for number in range(sizes["num_hidden_layers"]):
        block = f"decoder.pre_transformer.layers.{number}"
        inner, head = sizes["intermediate_size"], sizes["head_dim"]
        _block(shapes, block, hidden, inner, heads * head, keys * head)
        shapes[f"{block}.self_attn_layer_scale.scale"] = (hidden,)
        shapes[f"{block}.mlp_layer_scale.scale"] = (hidden,)
    shapes["decoder.pre_transformer.norm.weight"] = (hidden,)
    _layer(shapes, "decoder.pre_transformer.input_proj", hidden, latent)
    _layer(shapes, "decoder.pre_transformer.output_proj", latent, hidden)
    for kind, count in (("first", 1), ("rest", CODE_GROUPS - 1)):
        quantizer = f"decoder.quantizer.rvq_{kind}"
        shapes[f"{quantizer}.input_proj.weight"] = (dim // 2, dim, 1)
        shapes[f"{quantizer}.output_proj.weight"] = (dim, dim // 2, 1)
        for number in range(count):
            codebook = f"{quantizer}.vq.layers.{number}._codebook"
            shapes[f"{codebook}.cluster_usage"] = (book,)
            shapes[f"{codebook}.embedding_sum"] = (book, dim // 2)
    _layer(shapes, "decoder.pre_conv.conv", latent, dim, 3)
    for number, factor in enumerate(sizes["upsampling_ratios"]):
        up = f"decoder.upsample.{number}"
        shapes[f"{up}.0.conv.weight"] = (latent, latent, factor)
        shapes[f"{up}.0.conv.bias"] = (latent,)
        shapes[f"{up}.1.gamma"] = (latent,)
        _layer(shapes, f"{up}.1.dwconv.conv", latent, 1, 7)
        _layer(shapes, f"{up}.1.norm", latent)
        _layer(shapes, f"{up}.1.pwconv1", 4 * latent, latent)
        _layer(shapes, f"{up}.1.pwconv2", latent, 4 * latent)
    return _vocoder_shapes(shapes, sizes["decoder_dim"], latent, sizes["upsample_rates"])


def _vocoder_shapes(shapes: Shapes, width: int, latent: int, rates: list[int]) -> str:
    name = "decoder.decoder"
    _layer(shapes, f"{name}.0.conv", width, latent, 7)
    for number, rate in enumerate(rates):
        block, wide, narrow = f"{name}.{number + 1}.block", width >> number, width >> (number + 1)
        shapes[f"{block}.0.alpha"] = shapes[f"{block}.0.beta"] = (wide,)
        shapes[f"{block}.1.conv.weight"] = (wide, narrow, 2 * rate)
        shapes[f"{block}.1.conv.bias"] = (narrow,)
        for part in (2, 3, 4):
            for act in ("act1", "act2"):
                shapes[f"{block}.{part}.{act}.alpha"] = (narrow,)
                shapes[f"{block}.{part}.{act}.beta"] = (narrow,)
            _layer(shapes, f"{block}.{part}.conv1.conv", narrow, narrow, 7)
            _layer(shapes, f"{block}.{part}.conv2.conv", narrow, narrow, 1)
    end = len(rates) + 1
    shapes[f"{name}.{end}.alpha"] = shapes[f"{name}.{end}.beta"] = (width >> len(rates),)
    _layer(shapes, f"{name}.{end + 1}.conv", 1, width >> len(rates), 7)
    return f"{name}.{end + 1}.conv.weight"


# --- values


def _init(name: str, shape: Shape, rng: np.random.Generator) -> NDArray[np.float32]:
    leaf = name.rsplit(".", 1)[1]
    if leaf in {"cluster_usage", "initialized"}:
        return np.ones(shape, np.float32)
    if leaf in {"bias", "alpha", "beta"}:
        return np.zeros(shape, np.float32)
    if leaf in {"scale", "gamma"}:
        return np.full(shape, 0.1, np.float32)
    if "norm" in name and len(shape) == 1:
        return np.ones(shape, np.float32)
    values = rng.standard_normal(shape, dtype=np.float32)
    if leaf not in {"embed_sum", "embedding_sum"}:
        values *= np.float32(0.25 if "embedding" in name else 1 / math.sqrt(math.prod(shape[1:])))
    return values


def _set_ending(weights: Weights, sizes: Table, frames: float) -> None:
    """Keep channel 0 of the residual stream constant, and let only the end token read it."""
    projection = "talker.text_projection.linear_fc2"
    weights[f"{projection}.weight"][0] = 0
    weights[f"{projection}.bias"][0] = math.sqrt(sizes["hidden"])
    for name, value in weights.items():
        if "codec_embedding" in name:
            value[:, 0] = 0
        if name.startswith("talker.model.layers.") and name.endswith(
            ("o_proj.weight", "down_proj.weight")
        ):
            value[0] = 0
    weights["speaker_encoder.fc.weight"][0] = 0
    head = weights["talker.codec_head.weight"]
    head[:, 0] = 0
    end = sizes["book"] + 102
    head[end] = 0
    head[end, 0] = _end_weight(sizes, frames)


def _end_weight(sizes: Table, frames: float) -> float:
    """The weight by which the end token comes with probability 1/frames at each frame.

    P(end) = e^(L/T) / (S + e^(L/T)) with T = 0.9, S the mass of the 49 other codes that top-k
    leaves, and L this weight times channel 0 after the last norm.
    """
    temperature, constant = 0.9, _CONSTANT_AFTER_NORM[sizes["hidden"]]
    drawn = np.random.default_rng(1).standard_normal((200, sizes["book"])) * 0.83
    others = np.exp(np.sort(drawn, axis=1)[:, -49:] / temperature).sum(axis=1).mean()
    hazard = 1.0 / frames
    return float(temperature * math.log(others * hazard / (1 - hazard)) / constant)


# --- files


def _write_safetensors(path: Path, weights: Weights, *, bf16: bool) -> None:
    header: Table = {"__metadata__": {"format": "pt"}}
    parts: list[bytes] = []
    at = 0
    for name, value in weights.items():
        stored: NDArray[Any] = np.ascontiguousarray(value, np.float32)
        if bf16:  # rounded to nearest even, as PyTorch does
            bits = stored.view(np.uint32)
            stored = ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)
        part = stored.tobytes()
        header[name] = {
            "dtype": "BF16" if bf16 else "F32",
            "shape": list(value.shape),
            "data_offsets": [at, at + len(part)],
        }
        at += len(part)
        parts.append(part)
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(head)) + head)
        file.writelines(parts)


def _write_tokenizer(out: Path) -> dict[str, int]:
    """A byte-level tokenizer of Qwen2's kind; the ids of its special tokens."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    signs = {byte: chr(byte) for byte in printable}
    hidden = (byte for byte in range(256) if byte not in signs)
    signs |= {byte: chr(256 + number) for number, byte in enumerate(hidden)}
    vocabulary = {signs[byte]: byte for byte in range(256)}
    merges: list[str] = []
    word = "a"
    for letter in "ssistant":
        merges.append(f"{word} {letter}")
        word += letter
        vocabulary[word] = len(vocabulary)
    special = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<tts_pad>", "<tts_text_bos>",
               "<tts_text_eod>")  # fmt: skip
    ids = {name: len(vocabulary) + number for number, name in enumerate(special)}
    _write_json(out / "vocab.json", vocabulary)
    (out / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n", "utf-8")
    added = {
        str(number): {
            "content": name,
            "lstrip": False,
            "normalized": False,
            "rstrip": False,
            "single_word": False,
            "special": True,
        }
        for name, number in ids.items()
    }
    config = {
        "tokenizer_class": "Qwen2Tokenizer",
        "add_prefix_space": False,
        "add_bos_token": False,
        "errors": "replace",
        "model_max_length": 131072,
        "bos_token": None,
        "eos_token": "<|im_end|>",
        "pad_token": "<|endoftext|>",
        "unk_token": None,
        "split_special_tokens": False,
        "clean_up_tokenization_spaces": False,
        "additional_special_tokens": list(special[1:]),
        "added_tokens_decoder": added,
    }
    _write_json(out / "tokenizer_config.json", config)
    return ids


def _write_json(path: Path, content: Table | dict[str, int]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")


def main() -> None:
    """Write a checkpoint from the command line."""
    arguments = argparse.ArgumentParser(description="Write a random-weight Qwen3-TTS checkpoint.")
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--preset", default="tiny", choices=list(PRESETS))
    kinds = ["base", "custom_voice", "voice_design"]
    arguments.add_argument("--kind", default="base", choices=kinds)
    arguments.add_argument("--dtype", default="float32", choices=["float32", "bfloat16"])
    arguments.add_argument("--frames", type=float, default=30.0)
    arguments.add_argument("--seed", type=int, default=0)
    given = arguments.parse_args()
    make(
        given.out,
        preset=given.preset,
        kind=given.kind,
        bf16=given.dtype == "bfloat16",
        frames=given.frames,
        seed=given.seed,
    )


if __name__ == "__main__":
    main()
