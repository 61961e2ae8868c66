"""The predecessor's recordings: where they lie, what each is said to speak, and who spoke it."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from flaming_horse_voice.compat.old_project import (
    OUTPUT,
    SCRIPT,
    Narrations,
    config_of,
    file_inside,
    read_script,
)
from flaming_horse_voice.files import Unreadable, digest_text
from flaming_horse_voice.json_files import as_object, read_json

MLX_COPIES = "media/voiceovers/mlx_tmp"
"""Where its MLX worker left what it spoke, under names that tell model, text and reference."""
_MODEL = "Qwen/Qwen3-TTS-12Hz-1.7B-Base"
"""Its default, whatever really spoke."""

MLX_MODELS = tuple(
    f"mlx-community/Qwen3-TTS-12Hz-{size}-Base-{form}"
    for size in ("1.7B", "0.6B")
    for form in ("8bit", "4bit", "6bit", "5bit", "bf16")
)
"""The models that the old MLX worker can have been told."""


@dataclass(frozen=True, slots=True)
class OldRecording:
    """An entry of an old cache: the file, and the text it is said to speak.

    `lossless` is the same recording before it became an MP3, where that is still there.
    """

    file: Path
    text: str
    lossless: Path | None = None

    @property
    def name(self) -> str:
        return f"{self.file.parent.name}/{self.file.name}"


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of old recordings, and the project's folder that it belongs to."""

    root: Path
    folder: Path

    @property
    def index(self) -> Path:
        return self.folder / "cache.json"

    @property
    def ready(self) -> dict[str, Any]:
        return _object(self.folder / "ready.json")

    @property
    def by_mlx(self) -> bool:
        """Whether MLX spoke it: PyTorch was always given the folder of its model, MLX a name."""
        source = self.ready.get("model_source")
        return self.folder.name == "mlx" or (
            isinstance(source, str) and source != "" and not Path(source).is_absolute()
        )


def old_fingerprint(config: Mapping[str, Any], sound: str, transcript: str) -> str:
    """The fingerprint that the predecessor wrote into `ready.json` for this voice.

    `sound` and `transcript` are the SHA-256 of the reference's files, in hexadecimal.
    The engine and its interpreter are not in it, and with MLX neither is the model that spoke:
    `model_id` is what the settings say.
    """
    voice = {
        "model_id": config.get("model_id", _MODEL),
        "device": config.get("device", "cpu"),
        "dtype": config.get("dtype", "float32"),
        "language": config.get("language", "English"),
        "ref_audio_sha256": sound,
        "ref_text_sha256": transcript,
    }
    canonical = json.dumps(voice, sort_keys=True, separators=(",", ":"))
    return digest_text(canonical)


def mlx_copy(root: Path, model: str, text: str, sound: bytes) -> Path | None:
    """What the old MLX worker kept of a text spoken by that model from that reference."""
    name = hashlib.md5(sound, usedforsecurity=False).hexdigest()[:8]
    whole = hashlib.md5(f"{model}:{text}:{name}".encode(), usedforsecurity=False).hexdigest()
    return file_inside(root, f"{MLX_COPIES}/{whole}.wav")


def caches_of(root: Path) -> Iterator[Cache]:
    """The old caches, the one that `voice_clone_config.json` names among them."""
    named = config_of(root).get("output_dir")
    places = [OUTPUT, "media/voiceovers/mlx", named if isinstance(named, str) else ""]
    seen: set[Path] = set()
    with contextlib.suppress(OSError, ValueError, RuntimeError):
        base = root.resolve()
        for place in filter(None, places):
            folder = (root / place).resolve()
            if folder in seen or folder == base or not folder.is_relative_to(base):
                continue
            seen.add(folder)
            if any((folder / name).is_file() for name in ("cache.json", "ready.json")):
                yield Cache(root, folder)


def _unlisted(root: Path, folder: Path) -> dict[str, str]:
    """Recordings that were made before their list was: texts of the script by file names."""
    texts = _script(root).texts
    return {f"{key}.mp3": text for key, text in texts.items() if (folder / f"{key}.mp3").is_file()}


def mlx_model_of(root: Path, texts: Sequence[str], sound: bytes) -> str:
    """Which MLX model spoke one of these texts, by the copies that are there; "" if none tells."""
    return next(
        (m for m in MLX_MODELS for text in texts if mlx_copy(root, m, text, sound) is not None), ""
    )


def entries_of(cache: Cache) -> Iterator[OldRecording | str]:
    """The recordings of a cache, each once; what cannot be used comes as its reason."""
    if not cache.index.is_file():
        for name, text in _unlisted(cache.root, cache.folder).items():
            yield OldRecording(cache.folder / name, text)
        return
    try:
        listed = read_json(cache.index, as_list)
    except (OSError, Unreadable) as bad:
        yield f"cache.json cannot be read ({getattr(bad, 'what', bad)})"
        return
    texts = _script(cache.root).texts
    seen: set[Path] = set()
    for number, entry in enumerate(listed, 1):
        read = _entry_of(cache.folder, texts, number, entry)
        if isinstance(read, OldRecording):
            # its speech service listed again what the phase before had listed
            if read.file in seen:
                continue
            seen.add(read.file)
        yield read


def _entry_of(
    folder: Path, texts: Mapping[str, str], number: int, entry: Any
) -> OldRecording | str:
    if not isinstance(entry, dict):
        return f"entry {number} of cache.json is no object"
    fields = cast("dict[str, Any]", entry)
    name = _first(fields, "audio_file", "final_audio", "original_audio")
    nested = fields.get("input_data")
    inner = cast("dict[str, Any]", nested) if isinstance(nested, dict) else {}
    text = (
        _first(fields, "text", "input_text")
        or _first(inner, "text", "input_text")
        or texts.get(_first(fields, "narration_key"), "")
    )
    file = (folder / name).resolve()
    if not name or not file.is_file():
        return f"entry {number}: its recording {name!r} is not there"
    if not file.is_relative_to(folder.resolve()):
        return f"entry {number}: its recording lies outside of the cache"
    return OldRecording(file, text) if text.strip() else f"{name}: nobody wrote down its text"


def _first(entry: Mapping[str, Any], *names: str) -> str:
    values = (entry.get(name) for name in names)
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def _object(file: Path) -> dict[str, Any]:
    with contextlib.suppress(OSError, Unreadable):
        return read_json(file, as_object)
    return {}


def as_list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("it is no list")
    return cast("list[Any]", value)


def _script(root: Path) -> Narrations:
    with contextlib.suppress(OSError, Unreadable):
        return read_script(root / SCRIPT)
    return Narrations({}, ())
