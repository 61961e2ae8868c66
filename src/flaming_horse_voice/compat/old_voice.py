"""Who spoke an old project: engine, model and reference, as far as its files tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flaming_horse_voice.compat.old_project import CONFIG, config_of, file_inside
from flaming_horse_voice.compat.old_recordings import (
    Cache,
    OldRecording,
    caches_of,
    entries_of,
    mlx_model_of,
)
from flaming_horse_voice.files import read_bytes
from flaming_horse_voice.prepare.pins import ENGINES

LARGEST = 200_000_000
"""Bytes of one old file that is read: an hour of lossless speech."""
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
_REVISION = re.compile(r"[0-9a-f]{6,64}")


@dataclass(frozen=True, slots=True)
class OldVoice:
    """Engine, and model and revision where they are on record; `unknown` says what is not."""

    engine: str
    model: str = ""
    revision: str = ""
    unknown: tuple[str, ...] = ()


def is_mlx_model(name: str) -> bool:
    """Whether MLX can load a model of that name; the predecessor went by whose it is."""
    return name.startswith("mlx-community/")


def voice_of(folder: Path) -> OldVoice | None:
    """The voice of an old project's folder; None where it has no `voice_clone_config.json`.

    The settings name a model of PyTorch whatever spoke: which engine it was is told by
    `ready.json`, and which model of MLX by what its worker kept.
    """
    if not (folder / CONFIG).is_file():
        return None
    config = config_of(folder)
    recorded = [cache for cache in caches_of(folder) if cache.ready]
    model = config.get("model_id")
    if recorded and recorded[0].by_mlx:
        return _by_mlx(folder, str(model or ""), recorded)
    if not isinstance(model, str) or not model:
        return OldVoice("qwen")
    if not _HUB_NAME.fullmatch(model):
        why = f"it is no name on the hub; {ENGINES['qwen'].model} is taken"
        return OldVoice("qwen", unknown=(f"the model {model!r}: {why}",))
    source = Path(str(recorded[0].ready.get("model_source", ""))).name if recorded else ""
    return OldVoice("qwen", model, source if _REVISION.fullmatch(source) else "")


def _by_mlx(folder: Path, model: str, recorded: Sequence[Cache]) -> OldVoice:
    if is_mlx_model(model) and _HUB_NAME.fullmatch(model):
        return OldVoice("mlx", model)
    sound = file_inside(folder, config_of(folder).get("ref_audio"))
    if sound is not None:
        texts = [e.text for c in recorded for e in entries_of(c) if isinstance(e, OldRecording)]
        if spoke := mlx_model_of(folder, texts, read_bytes(sound, LARGEST)):
            return OldVoice("mlx", spoke)
    default = ENGINES["mlx"].model
    why = "MLX needs a form of its own, and which one spoke is not on record"
    return OldVoice("mlx", unknown=(f"the model {model!r}: {why}; {default} speaks what is new",))


def settings_of_old(folder: Path, engine: str = "") -> dict[str, Any]:
    """The settings of the voice for an old scene that is rendered where it lies; else empty.

    `engine` where the scene asks for one.
    """
    voice = None if (folder / "storyboard.md").exists() else voice_of(folder)
    if voice is None:
        return {}
    table: dict[str, Any] = {"service": "qwen", "backend": engine or voice.engine}
    sound = file_inside(folder, config_of(folder).get("ref_audio"))
    if sound is not None:
        table["reference"] = str(sound.parent)
    if voice.model:
        model = {"model": voice.model, "revision": voice.revision}
        table[voice.engine] = {name: value for name, value in model.items() if value}
    return {"voice": table}
