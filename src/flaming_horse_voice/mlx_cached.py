"""The predecessor's class, kept for scenes that import it: `MLXCachedService.from_project(…)`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flaming_horse_voice import get_speech_service


class MLXCachedService:
    """Makes the project's speech service with the MLX voice."""

    @classmethod
    def from_project(cls, project_dir: str | Path) -> Any:
        """A speech service as `get_speech_service` makes it."""
        return get_speech_service(project_dir, voice="mlx")
