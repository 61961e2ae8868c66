"""A scene as a Python file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flaming_horse.model.storyboard import Scene

AGAIN = "to have it made from the storyboard again, move the file away"
"""What a person does about a module that they edited and no longer want."""


@dataclass(frozen=True, slots=True)
class SceneModule:
    """A scene's Python file: `file` in the project's folder, `name` of its class.

    `source` is the text that will be run: what is generated from the storyboard or, when
    `edited`, what a person made of it. `behind` tells that the storyboard's scene changed after
    the person took the file over, so that the change is not in it. `cut` tells that the file
    held nothing, or only a beginning of `source`: whose it was can no longer be seen.
    """

    scene: Scene
    file: Path
    name: str
    source: bytes
    edited: bool
    behind: bool = False
    cut: bool = False
