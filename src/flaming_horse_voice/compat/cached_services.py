"""The predecessor's speech services by their names, for scenes that import them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flaming_horse_voice.compat.old_voice import settings_of_old
from flaming_horse_voice.speech_service import make_service, project_settings


class QwenCachedService:
    """Makes the project's speech service with its cloned voice."""

    @classmethod
    def from_project(cls, project_dir: str | Path) -> Any:
        """A speech service as `get_speech_service` makes it; recordings that are there are used."""
        return _of_engine(Path(project_dir).resolve(), "qwen")


class MLXCachedService:
    """Makes the project's speech service with the MLX voice."""

    @classmethod
    def from_project(cls, project_dir: str | Path) -> Any:
        """A speech service as `get_speech_service` makes it."""
        return _of_engine(Path(project_dir).resolve(), "mlx")


def _of_engine(folder: Path, engine: str) -> Any:
    # Under the name of Qwen lies what either engine spoke.
    old = settings_of_old(folder, "mlx" if engine == "mlx" else "")
    if old and not project_settings(folder):
        return make_service(folder, settings=old)
    return make_service(folder, voice=engine)
