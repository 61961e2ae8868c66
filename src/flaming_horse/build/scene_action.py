"""What a scene is drawn from: the one list of inputs that checking and rendering share.

Here too: what the phase `final_render` runs in a worker.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flaming_horse.config import SCENE_MINUTES, SETTINGS_FILE, Settings
from flaming_horse.engine.action import Action, installed_version, source_digest
from flaming_horse.engine.progress import progress
from flaming_horse.engine.store import Store
from flaming_horse.model.clip import Clip
from flaming_horse.model.narration import Narration
from flaming_horse.model.scene_module import SceneModule
from flaming_horse.model.storyboard import Music, Scene
from flaming_horse.model.vocabulary import SHAPES
from flaming_horse.project import Project
from flaming_horse.render.quality import Quality, quality
from flaming_horse.visuals.kinds import KINDS
from flaming_horse_voice.children.limits import default_memory
from flaming_horse_voice.files import digest_file

CHECKED = "checked.json"
"""What the check of a scene found, among the inputs of its drawing."""

_DRAWN_AS = "DrawnScene"
SHARED_BY_KINDS = ("formula", "lamps", "number_grid", "ticks")
"""Modules of `visuals` that several drawings import."""
DRAWN_BY = (
    *(f"flaming_horse.{room}" for room in ("stage", "render", "model", "typesetting")),
    *(f"flaming_horse.score.{module}" for module in ("rules", "sight", "timed")),
    *(f"flaming_horse.visuals.{module}" for module in SHARED_BY_KINDS),
    "flaming_horse_voice.runs",
)
"""The source that draws every scene; that of the kinds it shows comes to it."""
DRAWN_WITH = ("manim", "typst", "tylax", "numpy", "pycairo", "manimpango", "pillow")


def scene_action(
    project: Project,
    store: Store,
    module: SceneModule,
    narration: Narration,
    *,
    frame: Quality,
    checked: str | None,
    music: Music | None = None,
    hints: Mapping[str, Any] | None = None,
) -> Action:
    """The action that draws a scene, or without a check of it the one that checks it.

    `narration` holds the scene's own lines; `frame` is its size and rate; `checked` the digest of
    what the check found; `music` plays under the film and is no part of its pictures. What is laid
    out is the same at every size of a shape, so that one check serves them all. `hints` are the
    engine's: the limits in which it is drawn.
    """
    dry_run = checked is None
    path, name, source = _as_drawn(project, module)
    if dry_run:
        frame = smallest_like(frame)
    inputs = {
        path: store.put_bytes(source),
        **_told_and_shown(project, store, module, narration, music),
    }
    if checked is not None:
        inputs[CHECKED] = checked
    params: dict[str, Any] = {
        "module": path,
        "class": name,
        "width": frame.width,
        "height": frame.height,
        "fps": frame.fps,
        "dry_run": dry_run,
        "manim.cfg": _manim_settings(),
        "versions": {
            name: installed_version(name) for name in (*DRAWN_WITH, *(() if dry_run else ("av",)))
        },
    }
    phase = "scene_qc" if dry_run else "final_render"
    return Action(
        name=f"{phase} {module.scene.id}",
        phase=phase,
        function="flaming_horse.render.worker:render_clip"
        if dry_run
        else "flaming_horse.build.scene_action:draw",
        inputs=tuple(sorted(inputs.items())),
        params=params,
        code=drawing_source(module.scene, edited=module.edited),
        label=module.scene.title,
        hints={
            **(hints or {}),
            "fails_as": "SceneFailed",
            "looked_at_by": "flaming_horse.render.left_clip:look",
            "outputs": ["clip.json"] if dry_run else ["clip.json", "clip.mp4"],
        },
    )


def drawing_source(scene: Scene, *, edited: bool = False) -> str:
    """The digest of the source that draws a scene: of the kinds, those that it shows.

    A person's own scene may import any of them.
    """
    shown = KINDS if edited else {visual.kind for visual in scene.visuals}
    return source_digest(*DRAWN_BY, *(KINDS[kind].package for kind in shown))


def scene_limits(settings: Settings) -> dict[str, Any]:
    """The engine's hints for the limits in which this project's scenes are drawn.

    The settings file of a project that is nobody's here may lower them, and not raise them.
    """
    memory, minutes = settings.scene_memory.value, settings.scene_minutes.value
    if not settings.trust.own and settings.scene_memory.origin == SETTINGS_FILE:
        memory = min(memory, default_memory())
    if not settings.trust.own and settings.scene_minutes.origin == SETTINGS_FILE:
        minutes = min(minutes, SCENE_MINUTES)
    return {"memory": memory, "deadline_s": minutes * 60}


def _told_and_shown(
    project: Project,
    store: Store,
    module: SceneModule,
    narration: Narration,
    music: Music | None,
) -> dict[str, str]:
    """The takes, their index and all other files that the scene may open: digests by path."""
    index = json.dumps(narration.as_drawn().as_json(), ensure_ascii=False, indent=1)
    inputs = {_within(project, project.takes_index): store.put_bytes(index.encode())}
    for line in narration.lines:
        master = store.put_file(project.master(line.file))
        inputs[_within(project, project.voiceovers / line.file)] = master
    for file in _assets(project, module, music):
        inputs[_within(project, file)] = store.put_file(file)
    return inputs


def smallest_like(frame: Quality) -> Quality:
    """The draft's frame of the same shape."""
    ratio = frame.width / frame.height
    shape = min(SHAPES, key=lambda name: abs(SHAPES[name][0] / SHAPES[name][1] - ratio))
    return quality("draft", shape)


def _as_drawn(project: Project, module: SceneModule) -> tuple[str, str, bytes]:
    """Path, class and text under which a scene is drawn.

    A generated module goes without its number, so that scenes stay drawn when others are put in
    before them; its lines keep theirs. A person's own goes as it stands.
    """
    if module.edited:
        return _within(project, module.file), module.name, module.source
    _, _, text = module.source.partition(b"\n")
    text = text.replace(f"class {module.name}(".encode(), f"class {_DRAWN_AS}(".encode(), 1)
    return "scenes/scene.py", _DRAWN_AS, b"#\n" + text


def _manim_settings() -> str:
    """The digest of the user's own settings of Manim, which it reads when it starts."""
    if sys.platform == "win32":
        file = Path.home() / "AppData" / "Roaming" / "Manim" / "manim.cfg"
    else:
        file = Path.home() / ".config" / "manim" / "manim.cfg"
    return digest_file(file) if file.is_file() else ""


def _assets(project: Project, module: SceneModule, music: Music | None) -> list[Path]:
    """The images that the scene shows, and for a person's own code everything it may open.

    The film's music is only among them where the code names it.
    """
    shown = [
        project.folder / file
        for visual in module.scene.visuals
        for file in KINDS[visual.kind].files(visual.data)
    ]
    if not module.edited:
        return shown
    left_out = {module.file}
    if music and Path(music.file).name.encode() not in module.source:
        left_out.add(project.folder / music.file)
    return [*shown, *(file for file in _brought(project) if file not in left_out)]


def _brought(project: Project) -> list[Path]:
    """What lies in the project beside what is made in it."""
    made = {project.media.name, project.log.name, project.hidden.name, project.state.name}
    folders = [entry for entry in sorted(project.folder.iterdir()) if entry.name not in made]
    files = [file for entry in folders for file in [entry, *sorted(entry.rglob("*"))]]
    return [
        file
        for file in files
        if file.is_file()
        and "__pycache__" not in file.parts
        and file not in (project.storyboard, project.folder / SETTINGS_FILE)
        and not (file.parent == project.scenes and file.name.startswith("scene_"))
        and not file.relative_to(project.folder).parts[0].startswith(".")
    ]


def _within(project: Project, file: Path) -> str:
    # Links are not followed: the scene finds a linked file where the project has it.
    return Path(os.path.relpath(file, project.folder)).as_posix()


def draw(inputs: Path, outputs: Path, params: Mapping[str, Any]) -> None:
    """Draw a clip, telling how far it is. Runs in a worker process.

    `inputs` and `params` are those of `render_clip`; the check's description of the clip says how
    long it will be.
    """
    from flaming_horse.render.worker import render_clip

    checked = Clip.from_json(json.loads((inputs / CHECKED).read_text(encoding="utf-8")))
    frames = round(checked.frames * int(params["fps"]) / checked.fps)
    render_clip(inputs, outputs, params, lambda done: progress(min(done, frames - 1), frames))
