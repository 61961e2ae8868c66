"""The phase `build_scenes`: a scene module for each scene, readable and free of numbers.

A module carries the digest of its own text. When the two no longer agree a person edited the
file: it is theirs from then on, and is never written again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.scene_module import SceneModule
from flaming_horse.model.storyboard import Scene, Storyboard
from flaming_horse.phases.scene_source import scene_source
from flaming_horse.project import Project, digest_text, write_text

_STAMP = re.compile(r"^# flaming-horse: generated, digest ([0-9a-f]{64})$", re.MULTILINE)


def build_scene(project: Project, storyboard: Storyboard, scene: Scene) -> SceneModule:
    """Write the scene's module where it is missing or out of date; keep what a person edited."""
    if scene.code is not None:
        return _hand_written(project, scene)
    module = planned_module(project, scene)
    if module.edited:
        return module
    written = write_text(module.file, stamped(scene_source(storyboard, scene, module.name)))
    return SceneModule(scene, module.file, module.name, written=written)


def planned_module(project: Project, scene: Scene) -> SceneModule:
    """Where the scene's module is or will be, and whether a person edited it."""
    if scene.code is not None:
        return _hand_written(project, scene)
    words = re.findall(r"[a-z0-9]+", scene.id.lower()) or ["scene"]
    file = project.scenes / f"scene_{scene.number:02d}_{'_'.join(words)}.py"
    name = f"Scene{scene.number:02d}{''.join(word.capitalize() for word in words)}"
    return SceneModule(scene, file, name, edited=is_edited(file))


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


def edited_modules(project: Project, storyboard: Storyboard) -> Iterator[SceneModule]:
    """The scene modules that a person has made theirs."""
    modules = (planned_module(project, scene) for scene in storyboard.scenes)
    return (module for module in modules if module.edited or module.scene.code)


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
    return SceneModule(scene, file, name, edited=True)
