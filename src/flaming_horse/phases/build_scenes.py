"""The phase `build_scenes`: a scene module for each scene, readable and free of numbers.

A module carries the digest of its own text. When the two no longer agree a person edited the
file: it is theirs from then on, and is never written again.
"""

from __future__ import annotations

import re
from pathlib import Path

from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.scene_module import SceneModule
from flaming_horse.model.storyboard import Scene, Storyboard
from flaming_horse.phases.scene_source import scene_source
from flaming_horse.project import Project, digest_text, write_bytes

_STAMP = re.compile(r"^# flaming-horse: generated, digest ([0-9a-f]{64})$", re.MULTILINE)


def write_module(module: SceneModule) -> bool:
    """Write the module where it is missing or out of date; False when it stands already.

    What a person edited is theirs and is never written.
    """
    return not module.edited and write_bytes(module.file, module.source)


def planned_module(project: Project, storyboard: Storyboard, scene: Scene) -> SceneModule:
    """The scene's module as it will be run. Nothing is written."""
    if scene.code is not None:
        return _hand_written(project, scene)
    words = re.findall(r"[a-z0-9]+", scene.id.lower()) or ["scene"]
    file = project.scenes / f"scene_{scene.number:02d}_{'_'.join(words)}.py"
    name = f"Scene{scene.number:02d}{''.join(word.capitalize() for word in words)}"
    if is_edited(file):
        return SceneModule(scene, file, name, file.read_bytes(), edited=True)
    source = stamped(scene_source(storyboard, scene, name)).encode()
    return SceneModule(scene, file, name, source, edited=False)


def remove_stale(project: Project, modules: list[SceneModule]) -> list[Path]:
    """Delete generated modules that belong to no scene any more; edited ones stay."""
    current = {module.file.resolve() for module in modules}
    stale = [
        file
        for file in sorted(project.scenes.glob("scene_*.py"))
        if file.resolve() not in current and not is_edited(file)
    ]
    for file in stale:
        file.unlink()
    return stale


def planned_modules(project: Project, storyboard: Storyboard) -> list[SceneModule]:
    """The modules of all scenes, in order. Nothing is written."""
    return [planned_module(project, storyboard, scene) for scene in storyboard.scenes]


def stamped(source: str) -> str:
    """The module's text with the digest that tells an edit."""
    return f"# flaming-horse: generated, digest {digest_text(source)}\n{source}"


def is_edited(file: Path) -> bool:
    """Whether the file is there and differs from what was generated into it."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    except UnicodeDecodeError:
        return True
    stamp = _STAMP.search(text)
    if stamp is None:
        return True
    rest = text[: stamp.start()] + text[stamp.end() + 1 :]
    return digest_text(rest) != stamp.group(1)


def _hand_written(project: Project, scene: Scene) -> SceneModule:
    named = scene.code or ""
    path, _, name = named.rpartition(":")
    file = project.folder / path
    if not path or not name.isidentifier() or not file.is_file():
        raise WrongInput(
            f'scene="{named}" names no class in a file of the project',
            place=scene.place,
            remedy='Write it as scene="scenes/knots.py:Knots", relative to the project\'s folder.',
        )
    if not file.resolve().is_relative_to(project.folder.resolve()):
        raise WrongInput(
            f'scene="{named}" lies outside the project',
            place=scene.place or Place(""),
            remedy="Move the file into the project's scenes folder.",
        )
    return SceneModule(scene, file, name, file.read_bytes(), edited=True)
