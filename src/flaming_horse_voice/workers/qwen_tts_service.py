"""Voice worker of Qwen3-TTS through PyTorch: runs in an environment with qwen-tts, loads once.

`python qwen_tts_service.py` answers messages on stdin (`protocol.py`); given segments and a model
as arguments it speaks them (`standalone`). It imports nothing of `flaming_horse_voice`.
"""

# pyright: reportMissingImports=false
# (its libraries are installed in another environment, not where types are checked)
from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flaming_horse_voice.workers import standalone


def _beside() -> Any:
    """`standalone` from this file's folder, whose other modules stay out of the way."""
    folder = Path(__file__).resolve().parent
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != folder]
    package = folder / "standalone" / "__init__.py"
    spec = importlib.util.spec_from_file_location("standalone", package)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["standalone"] = module  # where its own modules look for it
    spec.loader.exec_module(module)
    return module


if not TYPE_CHECKING:
    standalone = _beside()

DEFAULT_MODEL = "Qwen/Qwen3-TTS-12Hz-0.6B-Base"
_PACKAGES = ("torch", "transformers", "accelerate", "qwen-tts")
_FILES = (
    "config.json",
    "vocab.json",
    "merges.txt",
    "tokenizer_config.json",
    "generation_config.json",
    "speech_tokenizer/config.json",
    "speech_tokenizer/preprocessor_config.json",
    "speech_tokenizer/model.safetensors",
)
_STAND_INS = (
    "torchaudio",
    "torchaudio.compliance",
    "torchaudio.compliance.kaldi",
    "sox",
    "onnxruntime",
)
"""qwen_tts imports them at its top, for the 25 Hz tokenizer; the 12 Hz models never call them."""


class QwenEngine:
    """Qwen3-TTS in PyTorch. Base models clone; CustomVoice and VoiceDesign speak as told."""

    service = "qwen"

    def __init__(self) -> None:
        self.batch = 1
        self._model: Any = None
        self._kind = "base"
        self._prompt: Any = None
        self._sampling: dict[str, Any] = {}
        self._speaker = ""
        self._instructions = ""
        self._device = "cpu"

    def load(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        torch, qwen = _import_qwen()
        model = str(settings["model"])
        named = str(standalone.model_folder(model, _FILES, self.service) or model)
        self._device = _device(torch, str(settings.get("device") or ""))
        kind = _precision(torch, self._device, str(settings.get("precision") or ""))
        attention = _attention(torch, str(settings.get("attention") or ""), self._device, kind)
        try:
            self._model = qwen.from_pretrained(
                named, device_map=self._device, dtype=kind, **attention
            )
        except Exception as error:
            raise standalone.not_loaded(error, named, self.service) or error from error
        inner = self._model.model
        self._kind = str(inner.tts_model_type)
        _assert_whole(self._model, self._kind)
        self._speaker = str(settings.get("speaker") or "")
        self._instructions = str(settings.get("instructions") or "")
        self._sampling = _sampling(settings)
        known = self._model.get_supported_speakers() if self._kind == "custom_voice" else ()
        standalone.check_speaker(
            self._kind, self._speaker, self._instructions, list(map(str, known or ()))
        )
        self.batch = int(settings.get("batch") or (4 if self._device.startswith("cuda") else 1))
        return {
            "model": str(settings.get("name") or named),
            "revision": str(settings.get("revision", "")),
            "sample_rate": int(inner.speech_tokenizer.get_output_sample_rate()),
            "versions": standalone.versions_of(_PACKAGES),
            "device": _device_name(torch, self._device),
            "attention": str(getattr(inner.talker.config, "_attn_implementation", "")),
            "precision": str(next(inner.talker.parameters()).dtype).removeprefix("torch."),
            "kind": self._kind,
            "batch": self.batch,
        }

    def clone(self, reference: str, transcript: str) -> None:
        import librosa
        import numpy as np

        standalone.need_base(self._kind)
        rate = int(self._model.model.speaker_encoder_sample_rate)
        sound, _ = librosa.load(reference, sr=rate, mono=True)
        sound = standalone.with_silence(np.asarray(sound, np.float32), rate)
        self._prompt = self._model.create_voice_clone_prompt(
            ref_audio=(sound, rate), ref_text=transcript
        )

    def pieces(self, asked: Mapping[str, Any]) -> list[standalone.TextPiece]:
        return standalone.asked_pieces(asked)

    def speak(
        self, texts: Sequence[standalone.Text]
    ) -> Iterator[tuple[int, standalone.EngineSound]]:
        import numpy as np
        import torch

        torch.manual_seed(standalone.batch_seed(texts))
        language = standalone.language_name(texts[0].language).capitalize()
        arguments = {
            "text": [text.text for text in texts],
            "language": [language] * len(texts),
            "max_new_tokens": max(text.cap for text in texts),
            **self._sampling,
        }
        if self._kind == "base":
            if self._prompt is None:
                raise standalone.Refused("voice_failed", "no reference recording was given")
            spoken = self._model.generate_voice_clone(voice_clone_prompt=self._prompt, **arguments)
        elif self._kind == "custom_voice":
            voice = {"speaker": [self._speaker] * len(texts)}
            if self._instructions:
                voice["instruct"] = [self._instructions] * len(texts)
            spoken = self._model.generate_custom_voice(**voice, **arguments)
        else:
            voice = {"instruct": [self._instructions] * len(texts)}
            spoken = self._model.generate_voice_design(**voice, **arguments)
        if spoken is None:
            return  # whoever asked says that there is no sound
        sounds, rate = spoken
        for index, (text, sound) in enumerate(zip(texts, sounds, strict=True)):
            if sound is None or not len(sound):
                continue
            samples = np.asarray(sound, np.float32).reshape(-1)
            frames = -(-len(samples) // standalone.SAMPLES_PER_FRAME)
            # one frame less: the last one may be cut with the reference before it
            yield index, standalone.EngineSound(samples, int(rate), frames, frames >= text.cap - 1)

    def peak_memory(self) -> int:
        torch = sys.modules.get("torch")
        if torch is None or not self._device.startswith("cuda"):
            return 0
        return int(torch.cuda.max_memory_allocated())


def _import_qwen() -> tuple[Any, Any]:
    try:
        import torch

        _stand_in()
        from qwen_tts import Qwen3TTSModel
    except ImportError as missing:
        raise standalone.lacks_package(missing, "qwen") from missing
    needed = ("create_voice_clone_prompt", "generate_voice_clone")
    standalone.need_methods(Qwen3TTSModel, needed, "qwen-tts", "qwen")
    threads = os.environ.get("OMP_NUM_THREADS", "")
    if threads.isdigit():
        torch.set_num_threads(int(threads))
    return torch, Qwen3TTSModel


def _stand_in() -> None:
    """Put empty modules where real ones are missing; each has a spec, which others look at."""
    missing = {name for name in _STAND_INS if "." not in name and not _found(name)}
    for name in _STAND_INS:
        if name.split(".", maxsplit=1)[0] not in missing:
            continue
        module = types.ModuleType(name)
        module.__spec__ = importlib.machinery.ModuleSpec(name, None, is_package=True)
        module.__path__ = []
        module.__dict__["__version__"] = "0"
        sys.modules[name] = module
        outer, _, inner = name.rpartition(".")
        if outer:
            setattr(sys.modules[outer], inner, module)


def _found(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _device(torch: Any, asked: str) -> str:
    """The device that was asked for, else CUDA where there is one, else the processor."""
    if not asked:
        return "cuda:0" if torch.cuda.is_available() else "cpu"
    if asked.startswith("cuda") and not torch.cuda.is_available():
        raise standalone.Refused(
            "not_installed",
            f"device is {asked}, and PyTorch {torch.__version__} finds no CUDA here",
            "install PyTorch with CUDA in that environment, or remove the setting",
        )
    if asked.startswith("mps") and not torch.backends.mps.is_available():
        raise standalone.Refused(
            "not_installed",
            f"device is {asked}, and PyTorch {torch.__version__} finds no Metal GPU here",
            "remove the setting: mps is for Macs with Apple silicon and macOS 14 or newer",
        )
    return asked


def _attention(torch: Any, asked: str, device: str, kind: Any) -> dict[str, str]:
    """How attention is computed, in transformers' words; without a wish its own choice (sdpa)."""
    if not asked:
        return {}
    if asked == "flash_attention_2":
        instead = 'remove attention, or set it to "sdpa"'
        if not device.startswith("cuda"):
            raise standalone.Refused(
                "wrong_input", f"{asked} runs on CUDA alone, and the device is {device}", instead
            )
        if kind == torch.float32:
            raise standalone.Refused(
                "wrong_input",
                f"{asked} computes in bfloat16 or float16, and precision is float32",
                f"change precision, or {instead}",
            )
        if not _found("flash_attn"):
            raise standalone.Refused(
                "not_installed",
                f"{asked} needs the package flash-attn in {sys.prefix}",
                f"{sys.executable} -m pip install flash-attn; or {instead}",
            )
    return {"attn_implementation": asked}


def _device_name(torch: Any, device: str) -> str:
    return torch.cuda.get_device_name(device) if device.startswith("cuda") else device


def _precision(torch: Any, device: str, asked: str) -> Any:
    """The type of the weights: as asked, else bfloat16 on CUDA and float32 on the processor."""
    known = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}
    if not asked:
        return torch.bfloat16 if device.startswith("cuda") else torch.float32
    if asked not in known:
        raise standalone.Refused(
            "wrong_input", f"precision is {asked!r}", f"choose one of: {', '.join(known)}"
        )
    return known[asked]


def _sampling(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The sampling settings in PyTorch's words; temperature 0 is no sampling."""
    sampling = {
        name: settings[name] for name in standalone.SAMPLING if settings.get(name) is not None
    }
    if "top_k" in sampling:
        sampling["top_k"] = int(sampling["top_k"])
    if sampling.get("temperature") == 0:
        sampling.pop("temperature")
        sampling |= {"do_sample": False, "subtalker_dosample": False}
    return sampling


def _assert_whole(model: Any, kind: str) -> None:
    """Parts that failed to load must be noticed here, not in the first line."""
    inner = model.model
    parts = {
        "its tokenizer": getattr(model.processor, "tokenizer", None),
        "its speech tokenizer": getattr(inner, "speech_tokenizer", None),
    }
    if kind == "base":
        parts["its speaker encoder"] = getattr(inner, "speaker_encoder", None)
    standalone.need_whole(parts, "qwen")


if __name__ == "__main__":
    standalone.run(QwenEngine, DEFAULT_MODEL)
