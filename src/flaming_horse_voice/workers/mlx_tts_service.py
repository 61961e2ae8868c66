"""Voice worker of Qwen3-TTS through MLX: runs in an environment with mlx-audio, loads once.

`python mlx_tts_service.py` answers messages on stdin (`protocol.py`); given segments and a model
as arguments it speaks them (`standalone`). It imports nothing of `flaming_horse_voice`.
"""

# pyright: reportMissingImports=false
# (its libraries are installed in another environment, not where types are checked)
from __future__ import annotations

import importlib.util
import inspect
import os
import sys
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

DEFAULT_MODEL = "mlx-community/Qwen3-TTS-12Hz-0.6B-Base-4bit"
_PACKAGES = ("mlx", "mlx-audio", "transformers", "huggingface-hub")
_FILES = (
    "config.json",
    "vocab.json",
    "merges.txt",
    "tokenizer_config.json",
    "speech_tokenizer/config.json",
    "speech_tokenizer/model.safetensors",
)


class MlxEngine:
    """Qwen3-TTS in MLX. Base models clone; CustomVoice and VoiceDesign speak as told."""

    service = "mlx"

    def __init__(self) -> None:
        self.batch = 1
        self._model: Any = None
        self._kind = "base"
        self._reference: Any = None
        self._transcript = ""
        self._sampling: dict[str, Any] = {}
        self._speaker: str | None = None
        self._instructions: str | None = None

    def load(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        mx, load = _import_mlx()
        named = str(settings["model"])
        folder = standalone.model_folder(named, _FILES, self.service)
        try:
            model = load(folder or named)
        except Exception as error:
            raise standalone.not_loaded(error, named, self.service) or error from error
        _assert_whole(model)
        self._kind = str(getattr(model.config, "tts_model_type", "base"))
        self._model = model
        self._speaker = settings.get("speaker") or None
        self._instructions = settings.get("instructions") or None
        self._sampling = {
            name: settings[name] for name in standalone.SAMPLING if settings.get(name) is not None
        }
        known = model.get_supported_speakers() if self._kind == "custom_voice" else ()
        standalone.check_speaker(
            self._kind, self._speaker or "", self._instructions or "", list(map(str, known))
        )
        on_gpu = mx.default_device() == mx.Device(mx.gpu)
        self.batch, note = _batch(model, self._kind, int(settings.get("batch") or 0), on_gpu)
        self._remember_speaker(model)
        return {
            "model": str(settings.get("name") or named),
            "revision": str(settings.get("revision", "")),
            "sample_rate": int(model.sample_rate),
            "versions": standalone.versions_of(_PACKAGES),
            "device": "gpu" if on_gpu else "cpu",
            "precision": _precision(model),
            "kind": self._kind,
            "batch": self.batch,
            "notes": [note] if note else [],
        }

    def _remember_speaker(self, model: Any) -> None:
        """The speaker's embedding once for a recording, not once for a line."""
        compute = model.extract_speaker_embedding
        known: dict[int, Any] = {}

        def remembered(audio: Any, sr: int = 24000) -> Any:
            if audio is not self._reference:
                return compute(audio, sr)
            if id(audio) not in known:
                known.clear()
                known[id(audio)] = compute(audio, sr)
            return known[id(audio)]

        # nn.Module keeps arrays and modules in its own dictionary; a plain function is neither
        object.__setattr__(model, "extract_speaker_embedding", remembered)

    def clone(self, reference: str, transcript: str) -> None:
        import mlx.core as mx
        import numpy as np
        from mlx_audio.utils import load_audio

        standalone.need_base(self._kind)
        rate = int(self._model.sample_rate)
        sound = np.asarray(load_audio(reference, sample_rate=rate), np.float32).reshape(-1)
        self._reference = mx.array(standalone.with_silence(sound, rate))
        self._transcript = transcript
        self._model._prepare_icl_generation_inputs(  # noqa: SLF001 - what it computes stays there
            text="Yes.", ref_audio=self._reference, ref_text=transcript, language="english"
        )

    def pieces(self, asked: Mapping[str, Any]) -> list[standalone.TextPiece]:
        return standalone.asked_pieces(asked)

    def speak(
        self, texts: Sequence[standalone.Text]
    ) -> Iterator[tuple[int, standalone.EngineSound]]:
        import mlx.core as mx

        mx.random.seed(standalone.batch_seed(texts))
        language = standalone.language_name(texts[0].language)
        arguments: dict[str, Any] = {"lang_code": language, **self._sampling}
        if self._kind == "base":
            if self._reference is None:
                raise standalone.Refused("voice_failed", "no reference recording was given")
            arguments |= {"ref_audio": self._reference, "ref_text": self._transcript}
        if len(texts) == 1 or self._kind == "voice_design":
            for index, text in enumerate(texts):
                yield from self._alone(index, text, arguments)
        else:
            yield from self._together(texts, arguments)

    def _alone(
        self, index: int, text: standalone.Text, arguments: Mapping[str, Any]
    ) -> Iterator[tuple[int, standalone.EngineSound]]:
        voice = {"voice": self._speaker, "instruct": self._instructions, "split_pattern": ""}
        results = self._model.generate(text=text.text, max_tokens=text.cap, **arguments, **voice)
        for result in list(results)[:1]:
            yield index, self._sound(result, text.cap)

    def _together(
        self, texts: Sequence[standalone.Text], arguments: Mapping[str, Any]
    ) -> Iterator[tuple[int, standalone.EngineSound]]:
        voices: dict[str, Any] = {}
        if self._kind != "base":
            voices["voices"] = [self._speaker] * len(texts)
            if self._instructions:
                voices["instructs"] = [self._instructions] * len(texts)
        results = self._model.batch_generate(
            texts=[text.text for text in texts],
            max_tokens=max(text.cap for text in texts),
            **arguments,
            **voices,
        )
        for result in results:
            index = int(result.sequence_idx)
            text = texts[index]
            # the library's own cap of a batch may be lower than ours
            own = max(75, len(self._model.tokenizer.encode(text.text)) * 6)
            cap = min(text.cap, own) if self._kind == "base" else text.cap
            yield index, self._sound(result, cap)

    def _sound(self, result: Any, cap: int) -> standalone.EngineSound:
        import numpy as np

        if result is None or result.audio is None:
            raise standalone.Refused("voice_failed", "the model gave no sound")
        samples = np.asarray(result.audio.astype(_float32()), np.float32).reshape(-1)
        frames = int(result.token_count) or len(samples) // standalone.SAMPLES_PER_FRAME
        return standalone.EngineSound(samples, int(result.sample_rate), frames, frames >= cap)

    def peak_memory(self) -> int:
        mx = sys.modules.get("mlx.core")
        return int(mx.get_peak_memory()) if mx is not None else 0


def _import_mlx() -> tuple[Any, Any]:
    if sys.platform == "linux":
        # kernels compiled at the first call want a compiler and give no speed (measured)
        os.environ.setdefault("MLX_DISABLE_COMPILE", "1")
    try:
        import mlx.core as mx
        from mlx_audio.tts.models.qwen3_tts import Model
        from mlx_audio.tts.utils import load
    except ImportError as missing:
        raise standalone.lacks_package(missing, "mlx") from missing
    needed = ("generate", "extract_speaker_embedding", "_prepare_icl_generation_inputs")
    standalone.need_methods(Model, needed, "mlx-audio", "mlx")
    return mx, load


def _batch(model: Any, kind: str, asked: int, on_gpu: bool) -> tuple[int, str]:
    """How many lines are spoken at once, and what is to be said where that are fewer than usual.

    mlx-audio 0.4.2 has no `batch_generate` that clones, as 0.6.2 has. A batch that
    was asked for and cannot be had is refused: each of its lines would be tried twice.
    """
    usual = asked or (4 if on_gpu else 1)
    together = getattr(model, "batch_generate", None)
    taken = inspect.signature(together).parameters if together else {}
    if usual == 1 or (together and (kind != "base" or "ref_audio" in taken)):
        return usual, ""
    version = standalone.versions_of(["mlx-audio"]).get("mlx-audio", "?")
    limit = f"mlx-audio {version} {'clones' if kind == 'base' else 'speaks'} one line at a time"
    if asked:
        raise standalone.Refused(
            "wrong_input",
            f"batch is {asked}, but {limit}",
            "remove batch; or, for several at once, take a newer mlx-audio: make the environment"
            " again: flaming-horse voice setup --engine mlx",
        )
    return 1, f"{limit}, which is slower than four: 0.6.2 speaks them together"


def _assert_whole(model: Any) -> None:
    """A tokenizer or codec that failed to load is only printed by the library."""
    parts = {
        "its tokenizer": getattr(model, "tokenizer", None),
        "its speech tokenizer": getattr(model, "speech_tokenizer", None),
    }
    kind = getattr(model.config, "tts_model_type", "base")
    if kind == "base" and parts["its speech tokenizer"] is not None:
        if not model.speech_tokenizer.has_encoder:
            version = standalone.versions_of(["mlx-audio"]).get("mlx-audio", "?")
            raise standalone.Refused(
                "not_installed",
                f"mlx-audio {version} loaded no encoder of recordings, so that it cannot clone one;"
                " 0.4.2 and newer do",
                "make the environment again: flaming-horse voice setup --engine mlx",
            )
        parts["its speaker encoder"] = getattr(model, "speaker_encoder", None)
    standalone.need_whole(parts, "mlx")


def _precision(model: Any) -> str:
    """`4-bit` where layers are quantised, else the type of most weights."""
    from mlx.utils import tree_flatten

    bits = {module.bits for _, module in model.named_modules() if hasattr(module, "bits")}
    if bits:
        return f"{min(bits)}-bit"
    kinds = [str(value.dtype) for _, value in tree_flatten(model.talker.parameters())]
    return max(set(kinds), key=kinds.count).removeprefix("mlx.core.")


def _float32() -> Any:
    import mlx.core as mx

    return mx.float32


if __name__ == "__main__":
    standalone.run(MlxEngine, DEFAULT_MODEL)
