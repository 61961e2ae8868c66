"""The phase `build_scenes`: a scene module for each scene, readable and free of numbers.

A module carries the digest of its own text. When the two no longer agree a person edited the
file: it is theirs from then on, is never written again, and follows its scene by `scene_id`. What
holds nothing, or only the beginning of what is generated, was cut by a crash, and is made again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flaming_horse.build.scene_source import scene_source
from flaming_horse.errors import Place, WrongInput
from flaming_horse.model.scene_module import SceneModule
from flaming_horse.model.storyboard import Scene, Storyboard
from flaming_horse.project import Project, read_file, write_bytes
from flaming_horse_voice.files import digest_text
from flaming_horse_voice.trust import Brought

LARGEST = 1 << 20
"""Bytes of a scene's module. The longest that was generated has 30 kB."""
_STAMP = re.compile(r"^# flaming-horse: generated, digest ([0-9a-f]{64})$", re.MULTILINE)
_SCENE_ID = re.compile(r"""^\s+scene_id\s*=\s*["']([^"']+)["']""", re.MULTILINE)
_CLASS = re.compile(r"^class\s+(\w+)", re.MULTILINE)


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
    source = _generated(file, storyboard, scene)
    there = _read(file) if file.is_file() else None
    if there is None or not source.startswith(there):
        theirs = _taken_over(project, file, scene)
        if theirs is not None:
            return _edited(theirs, storyboard, scene)
        file = _unclaimed(file)
        source = _generated(file, storyboard, scene)
    cut = there is not None and source != there and source.startswith(there)
    return SceneModule(scene, file, _class_name(file), source, edited=False, cut=cut)


def _generated(file: Path, storyboard: Storyboard, scene: Scene) -> bytes:
    return stamped(scene_source(storyboard, scene, _class_name(file))).encode()


def _read(file: Path) -> bytes:
    return read_file(file, LARGEST)


def _taken_over(project: Project, file: Path, scene: Scene) -> Path | None:
    """The file that a person edited for this scene, whatever number it had then."""
    for found in [file, *sorted(project.scenes.glob("scene_*.py"))]:
        named = _found(found).scene or (scene.id if found == file else "")
        if is_edited(found) and named == scene.id:
            return found
    return None


def _edited(file: Path, storyboard: Storyboard, scene: Scene) -> SceneModule:
    source = _read(file)
    text = source.decode("utf-8", "replace")
    own = _SCENE_ID.search(text)
    classes = _CLASS.findall(text, 0, own.end() if own else len(text)) or [_class_name(file)]
    stamp = _STAMP.search(text)
    now = digest_text(scene_source(storyboard, scene, _class_name(file)))
    behind = stamp is not None and stamp.group(1) != now
    return SceneModule(scene, file, classes[-1 if own else 0], source, edited=True, behind=behind)


def _class_name(file: Path) -> str:
    return "".join(word.capitalize() for word in file.stem.split("_"))


def _unclaimed(file: Path) -> Path:
    """The file, or one beside it where a person's edit of another scene has the name."""
    stem, count = file.stem, 2
    while is_edited(file):
        file, count = file.with_stem(f"{stem}_{count}"), count + 1
    return file


def left_over(project: Project, modules: list[SceneModule]) -> list[Path]:
    """Modules that a person edited and that no scene of the storyboard uses any more."""
    current = {module.file.resolve() for module in modules}
    files = sorted(project.scenes.glob("scene_*.py"))
    return [file for file in files if file.resolve() not in current and is_edited(file)]


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


@dataclass(frozen=True, slots=True)
class Edits:
    """The files of scenes that a person edited.

    `yours` are used, those `behind` among them are older than their scene in the storyboard;
    `left_over` are used by no scene any more.
    """

    yours: tuple[str, ...]
    behind: tuple[str, ...]
    left_over: tuple[str, ...]


def edits(project: Project, modules: list[SceneModule]) -> Edits:
    """What a person edited of a project's scenes."""

    def named(files: Iterable[Path]) -> tuple[str, ...]:
        return tuple(file.relative_to(project.folder).as_posix() for file in files)

    return Edits(
        yours=named(module.file for module in modules if module.edited),
        behind=named(module.file for module in modules if module.behind),
        left_over=named(left_over(project, modules)),
    )


def planned_modules(project: Project, storyboard: Storyboard) -> list[SceneModule]:
    """The modules of all scenes, in order. Nothing is written."""
    return [planned_module(project, storyboard, scene) for scene in storyboard.scenes]


def code_of(project: Project, storyboard: Storyboard) -> list[Brought]:
    """The scenes that are Python of a person: written by hand, or edited after they were made."""
    return [
        Brought(
            "scene",
            module.file.relative_to(project.folder).as_posix(),
            str(module.scene.place or "") if module.scene.code else "",
        )
        for module in planned_modules(project, storyboard)
        if module.edited
    ]


def stamped(source: str) -> str:
    """The module's text with the digest that tells an edit."""
    return f"# flaming-horse: generated, digest {digest_text(source)}\n{source}"


def is_edited(file: Path) -> bool:
    """Whether the file is there and differs from what was generated into it."""
    return _found(file).edited


@dataclass(frozen=True, slots=True)
class _Found:
    """A file of the scenes' folder: whether a person edited it, and the scene that it names."""

    edited: bool
    scene: str = ""


def _found(file: Path) -> _Found:
    try:
        stat = file.stat()
    except FileNotFoundError:
        return _Found(edited=False)
    return _looked_at(file, (stat.st_ino, stat.st_size, stat.st_mtime_ns))


@lru_cache(maxsize=4096)
def _looked_at(file: Path, _signature: tuple[int, int, int]) -> _Found:
    """A file is read once for each process and change: every scene may ask for all of them."""
    content = _read(file)
    named = _SCENE_ID.search(content.decode("utf-8", "replace"))
    scene = named.group(1) if named else ""
    try:
        text = content.decode().replace("\r\n", "\n")  # as another system may have copied it
    except UnicodeDecodeError:
        return _Found(edited=True, scene=scene)
    if not text.strip("\0 \n"):
        return _Found(edited=False)  # of a crash: file systems leave such files, of any length
    stamp = _STAMP.search(text)
    if stamp is None:
        return _Found(edited=True, scene=scene)
    rest = text[: stamp.start()] + text[stamp.end() + 1 :]
    return _Found(digest_text(rest) != stamp.group(1), scene)


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
    return SceneModule(scene, file, name, _read(file), edited=True)
