"""A scene as a Python file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flaming_horse.model.storyboard import Scene


@dataclass(frozen=True, slots=True)
class SceneModule:
    """A scene's Python file: `file` in the project's folder, `name` of its class.

    `edited` says that a person wrote or changed it; `written` that this run wrote it anew.
    """

    scene: Scene
    file: Path
    name: str
    edited: bool = False
    written: bool = False
